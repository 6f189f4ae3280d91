// The stream worker's process: forked by the api, spoken to over IPC, gone when the api is gone.
import type { WorkerCommand } from '@vitrine/contracts';
import { pino } from 'pino';
import { openLocalBus } from './bus/local-bus.js';
import { describeFatal } from './fatal.js';
import { StreamWorker } from './worker.js';

const log = pino({ name: 'stream-worker' });
const bus = openLocalBus(log);
let starting: Promise<StreamWorker> | null = null;

function obey(command: WorkerCommand): void {
  switch (command.kind) {
    case 'configure':
      starting ??= StreamWorker.start(command.config, bus, log);
      starting.catch(giveUp);
      return;
    case 'cameras':
      whenStarted((worker) => worker.setCameras(command.cameras));
      return;
    case 'preview':
      whenStarted((worker) => worker.setWatched(command.cameraIds));
      return;
    case 'stop':
      void stop();
      return;
  }
}

function whenStarted(act: (worker: StreamWorker) => void): void {
  // A start that failed has been reported by then.
  starting?.then(act, () => undefined);
}

function giveUp(error: unknown): void {
  bus.send({ kind: 'fatal', ...describeFatal(error) });
  log.fatal({ err: error }, 'the stream worker cannot start');
  process.exitCode = 1;
  process.disconnect?.();
}

let stopping: Promise<void> | null = null;

function stop(): Promise<void> {
  stopping ??= (async () => {
    const worker = await starting?.catch(() => null);
    await worker?.close();
    process.exit();
  })();
  return stopping;
}

bus.listen(obey, () => void stop());
// The api decides when the worker ends; a Ctrl-C in the terminal reaches both.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void stop());
