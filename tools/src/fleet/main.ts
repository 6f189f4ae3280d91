// `npm run fleet`: a fleet on this machine, with simulated cameras, until Ctrl-C. Kill a worker and see its cameras go to the others.
import { serviceStatusSchema } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { runFleet } from './run-fleet.js';

const CAMERAS = 30;
const WORKERS = ['north', 'south', 'east'];
const SHOW_EVERY_MS = 2_000;

const fleet = await runFleet();
process.once('SIGINT', () => void fleet.close().then(() => process.exit(0)));
await fleet.addCameras(Array.from({ length: CAMERAS }, (_, index) => `camera-${index + 1}`));
for (const name of WORKERS) fleet.startWorker(name);
const pids = WORKERS.map((name) => `${name} ${fleet.workers.get(name)!.pid}`).join(', ');
console.log(`\nDashboard: ${fleet.service.baseUrl}/\nToken:     ${fleet.service.token}\nWorkers:   ${pids} (kill -9 one)\n`);
for (;;) {
  await sleep(SHOW_EVERY_MS);
  const { fleet: now } = serviceStatusSchema.parse(await fleet.service.request('/api/v1/status'));
  const shares = now!.workers.map(({ name, cameras, waitingReports }) => `${name} ${cameras} (${waitingReports} waiting)`);
  console.log(`${new Date().toISOString()}  ${shares.join('  ')}  unowned ${now!.unownedCameraIds.length}`);
}
