// `npm run doctor`: what is wrong with this installation, as a table with remedies.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode, ROOT, stop } from './setup.mjs';

requireNode();
if (!existsSync(join(ROOT, 'tools/dist/doctor/main.js'))) stop('the doctor is not built. Run: npm ci && npm run build');
await import('../dist/doctor/main.js');
