// `npm run demo`: a simulated camera and the whole service against it.
import { setUp } from './setup.mjs';

setUp({ system: ['ffmpeg'] });
await import('../dist/demo.js');
