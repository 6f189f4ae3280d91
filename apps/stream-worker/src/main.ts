// The stream worker's process: forked by the api, spoken to over the bus, gone when the api is gone.
import { LocalWorkerBus } from '@vitrine/bus';
import { pino } from 'pino';
import { LateEngine } from './engine.js';
import { describeFatal } from './fatal.js';
import { StreamWorker } from './worker.js';

const log = pino({ name: 'stream-worker' });
const bus = new LocalWorkerBus(process);
const engine = new LateEngine((state) => StreamWorker.start(state, bus, log), giveUp);

function giveUp(error: unknown): void {
  bus.send({ kind: 'fatal', ...describeFatal(error) });
  log.fatal({ err: error }, 'the stream worker cannot start');
  process.exitCode = 1;
  process.disconnect?.();
}

let stopping: Promise<void> | null = null;

function stop(): Promise<void> {
  stopping ??= (async () => {
    await engine.close();
    process.exit();
  })();
  return stopping;
}

bus.listen({
  onDesired: (state) => engine.want(state),
  onUnreadable: (why) => log.error(`a message from the api was not understood and is ignored: ${why}`),
  onClosed: () => void stop(),
});
// The api decides when the worker ends; a Ctrl-C in the terminal reaches both.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void stop());
