import { spawnSync } from 'node:child_process';
import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What a figure was measured on; a figure without it says nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly ffmpeg: string;
  readonly commit: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    ffmpeg: firstLine('ffmpeg', ['-version']).replace(/^ffmpeg version (\S+).*$/, '$1'),
    commit: firstLine('git', ['describe', '--always', '--dirty']),
  };
}

function firstLine(command: string, args: string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  return error ? 'unknown' : (stdout.split('\n')[0] ?? 'unknown');
}
