// `npm start`: the service with the configuration of config/ (see docs/operations.md).
import { setUp } from './setup.mjs';

setUp({ system: ['ffmpeg'] });
await import('../../apps/api/dist/main.js');
