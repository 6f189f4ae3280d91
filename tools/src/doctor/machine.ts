import { output } from './run.js';
import { poor, well, wrong, type Finding, type Patient } from './finding.js';

const OLDEST_NODE = [20, 19] as const;
/** This release did not exist before. */
const RELEASED_MS = Date.UTC(2026, 0, 1);

export function checkNode({ nodeVersion }: Patient): Finding {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (isOld) return wrong('Node', nodeVersion, `Install Node ${OLDEST_NODE.join('.')} or newer.`);
  return well('Node', nodeVersion);
}

export function checkFfmpeg({ env }: Patient): Finding {
  const version = output('ffmpeg', ['-version'], { path: env['PATH'] });
  if (version === null) return wrong('ffmpeg', 'not found', 'Install it: apt-get install ffmpeg.');
  const decoders = output('ffmpeg', ['-hide_banner', '-decoders'], { path: env['PATH'] }) ?? '';
  const missing = ['h264', 'hevc'].filter((codec) => !decoders.includes(` ${codec} `));
  const found = /version (\S+)/.exec(version)?.[1] ?? 'found';
  if (missing.length > 0)
    return wrong(
      'ffmpeg',
      `${found}, without ${missing.join(' and ')}`,
      'Install a build with those decoders, such as Debian’s.',
    );
  return well('ffmpeg', `${found} with h264 and hevc`);
}

export function checkClock({ nowMs, env }: Patient): Finding {
  const shown = new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ');
  if (nowMs < RELEASED_MS)
    return wrong(
      'clock',
      `${shown} UTC, before this release`,
      'Set the clock and keep it: timedatectl set-ntp true. Counts are kept by time.',
    );
  const synchronised = output('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { path: env['PATH'] })?.trim();
  if (synchronised === 'no') return poor('clock', `${shown} UTC, not synchronised`, 'Run timedatectl set-ntp true.');
  return well('clock', `${shown} UTC${synchronised === 'yes' ? ', synchronised' : ''}`);
}
