// `npm run fleet`: PostgreSQL, NATS, an api node and three workers with simulated cameras, on this machine.
import { setUp } from './setup.mjs';

setUp({ system: ['pg_ctlcluster', 'nats-server'] });
await import('../dist/fleet/main.js');
