// A stream worker's process with simulated cameras in the place of networks; everything that joins it to a fleet is the product's own.
import { connectBus } from '@vitrine/bus/nats';
import { FleetMember, readWorkerEnvironment } from '@vitrine/stream-worker';
import { pino } from 'pino';
import { SimulatedCameras } from './simulated-cameras.js';

const { busUrl, ...about } = readWorkerEnvironment(process.env);
const slotMs = Number(process.env['VITRINE_SIMULATED_SLOT_MS'] ?? 500);
const member = new FleetMember({
  ...about,
  connection: await connectBus(busUrl, `vitrine worker ${about.name}`),
  startEngine: (_state, bus) => Promise.resolve(new SimulatedCameras(bus, slotMs)),
  onHopeless: (error) => {
    console.error(error);
    process.exit(1);
  },
  log: pino({ name: about.name }),
});
member.join();
process.once('SIGTERM', () => void member.leave().then(() => process.exit(0)));
