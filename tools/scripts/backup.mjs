// `npm run backup`: see docs/operations.md.
import { setUp } from './setup.mjs';

setUp({ system: [] });
await import('../dist/store/backup-main.js');
