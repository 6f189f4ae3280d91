// `npm run screenshots`: the pictures of README and docs.
import { setUp } from './setup.mjs';

setUp({ system: ['ffmpeg', 'chromium'] });
await import('../dist/screenshots.js');
