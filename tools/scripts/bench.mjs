// `npm run bench`: milliseconds per stage and cameras sustained, on this machine.
import { setUp } from './setup.mjs';

setUp({ system: ['ffmpeg'] });
await import('../dist/bench/main.js');
