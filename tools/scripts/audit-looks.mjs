// `npm run audit:looks -- --data DIR [--visits N --frames N]`: the answer on a visit, looked at always and as the service does.
import { setUp } from './setup.mjs';

setUp({ system: [] });
await import('../dist/audit/looks.js');
