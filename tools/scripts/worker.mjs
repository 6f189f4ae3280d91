// `npm run worker`: a stream worker that joins a fleet over NATS (see docs/operations.md, "Several machines").
import { withGpuLibraries } from './gpu-libraries.mjs';
import { isBuilt, requireNode, requireSystem, stop } from './setup.mjs';

requireNode();
requireSystem(['ffmpeg']);
if (!isBuilt()) stop('this is not built yet. Run it once:\n\n  npm ci && npm run build\n');
Object.assign(process.env, withGpuLibraries(process.env));
await import('../../apps/stream-worker/dist/joined-main.js');
