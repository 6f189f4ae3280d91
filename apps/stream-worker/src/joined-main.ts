// A stream worker that joins a fleet by itself: started by whoever runs its machine, spoken to over NATS.
import { BusError } from '@vitrine/bus';
import { connectBus } from '@vitrine/bus/nats';
import { pino } from 'pino';
import { describeFatal } from './fatal.js';
import { EnvironmentError, readWorkerEnvironment } from './fleet/environment.js';
import { FleetMember } from './fleet/fleet-member.js';
import { StreamWorker } from './worker.js';

const log = pino({ name: 'stream-worker' });

function die(error: unknown): never {
  if (error instanceof EnvironmentError || error instanceof BusError) log.fatal(error.message);
  else log.fatal({ err: error }, 'the stream worker cannot go on and ends; a service manager should start it again');
  process.exit(1);
}

async function join(): Promise<FleetMember> {
  const { busUrl, ...about } = readWorkerEnvironment(process.env);
  const connection = await connectBus(busUrl, `vitrine worker ${about.name}`);
  const member = new FleetMember({
    ...about,
    connection,
    startEngine: (state, bus) => StreamWorker.start(state, bus, log),
    onHopeless: (error) => {
      const { message, remedy } = describeFatal(error);
      member.lament(message, remedy);
      void connection.flush().finally(() => die(error));
    },
    log,
  });
  member.join();
  log.info({ id: member.id }, 'the stream worker has joined; it looks at what it is given');
  return member;
}

const member = await join().catch(die);
let isLeaving = false;
function leave(signal: string): void {
  if (isLeaving) return;
  isLeaving = true;
  log.info(`${signal}: giving the cameras away`);
  member.leave().then(() => process.exit(0), die);
}
process.on('SIGTERM', () => leave('SIGTERM'));
process.on('SIGINT', () => leave('SIGINT'));
