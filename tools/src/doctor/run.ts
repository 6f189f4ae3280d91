import { spawnSync } from 'node:child_process';

/** @returns what the command printed, or null when it is not there or failed */
export function output(
  command: string,
  args: readonly string[],
  { path, timeoutMs = 10_000 }: { path?: string | undefined; timeoutMs?: number } = {},
) {
  const env = path === undefined ? process.env : { ...process.env, PATH: path };
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', env, timeout: timeoutMs });
  return status === 0 ? `${stdout}${stderr}` : null;
}
