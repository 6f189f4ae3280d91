// What has to be there before anything of this project can run. Plain JavaScript, since it runs before TypeScript is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const OLDEST_NODE = [20, 19];

/** Debian package by the command it provides. */
const SYSTEM_PACKAGES = {
  ffmpeg: 'ffmpeg',
  chromium: 'chromium',
  nginx: 'nginx-light',
  pg_ctlcluster: 'postgresql',
  'nats-server': 'nats-server',
};

/** Runs a command in the repository's root with its output shown; stops the script when it fails. */
export function mustRun(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error || status !== 0)
    stop(`\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ` with exit status ${status}`}`);
}

export function stop(message) {
  console.error(`\nvitrine: ${message}`);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    stop(`Node ${process.versions.node} is too old; install Node ${OLDEST_NODE.join('.')} or newer (https://nodejs.org).`);
  }
}

export function isOnPath(command) {
  // Servers are where an ordinary user's PATH does not look.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(join(folder, command)));
}

/** Installs the system packages behind `commands` through apt when that is possible, else names the command and stops. */
export function requireSystem(commands) {
  const missing = commands.filter((command) => !isOnPath(command)).map((command) => SYSTEM_PACKAGES[command]);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    stop(
      `${missing.join(' and ')} missing. Install and run this again:\n\n  sudo apt-get update && sudo apt-get ${install.join(' ')}\n`,
    );
  }
  console.log(`vitrine: installing ${missing.join(', ')} through apt`);
  mustRun('apt-get', ['update', '-q']);
  mustRun('apt-get', install, { DEBIAN_FRONTEND: 'noninteractive' });
}

/** `npm ci` unless node_modules already matches the lock file. */
export function requirePackages() {
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('vitrine: installing npm packages');
  mustRun('npm', ['ci', '--no-fund', '--no-audit']);
}

/** Whether everything is there that `npm run build` makes. Nothing is written, so an installation may be read-only. */
export function isBuilt() {
  const made = ['apps/api/dist/main.js', 'apps/stream-worker/dist/main.js', 'apps/dashboard/dist/index.html'];
  return made.every((file) => existsSync(join(ROOT, file)));
}

/** Everything that a built service needs. */
export function setUp({ system }) {
  requireNode();
  requireSystem(system);
  requirePackages();
  console.log('vitrine: building');
  mustRun('npm', ['run', '--silent', 'build']);
}
