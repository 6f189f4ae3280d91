// `npm run bench`: milliseconds per stage and cameras sustained, on this machine.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { withGpuLibraries } from './gpu-libraries.mjs';
import { ROOT, setUp } from './setup.mjs';

setUp({ system: ['ffmpeg'] });
const bench = join(ROOT, 'tools/dist/bench/main.js');
const { status } = spawnSync(process.execPath, [bench, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: withGpuLibraries(process.env),
});
process.exitCode = status ?? 1;
