// `npm run audit:previews [-- --pictures N --cameras N --film FILE]`: faces that an independent detector finds in previews.
import { setUp } from './setup.mjs';

setUp({ system: ['ffmpeg'] });
await import('../dist/audit/main.js');
