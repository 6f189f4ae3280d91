// `npm start`: the service with the configuration of config/ (see docs/operations.md). It starts what is built; building is a step of
// its own, so that an installation can be read-only and a start takes no longer than it must.
import { withGpuLibraries } from './gpu-libraries.mjs';
import { isBuilt, requireNode, requireSystem, stop } from './setup.mjs';

requireNode();
requireSystem(['ffmpeg']);
if (!isBuilt()) stop('this is not built yet. Run it once:\n\n  npm ci && npm run build\n');
// The stream worker, which runs the networks, is started from this process.
Object.assign(process.env, withGpuLibraries(process.env));
await import('../../apps/api/dist/main.js');
