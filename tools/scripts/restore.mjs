// `npm run restore`: see docs/operations.md.
import { setUp } from './setup.mjs';

setUp({ system: [] });
await import('../dist/store/restore-main.js');
