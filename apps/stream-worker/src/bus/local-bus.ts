import { workerCommandSchema, type WorkerCommand, type WorkerEvent } from '@vitrine/contracts';
import type { Logger } from 'pino';
import { prettifyError } from 'zod';

/** Events handed to the channel and not yet written, above which pictures are left out: they are large and soon replaced. */
const MAX_UNSENT_EVENTS = 64;

/** The worker's end of the line to the api. */
export interface WorkerBus {
  send(event: WorkerEvent): void;
  /** @param onClosed called once when the api is gone; a worker without an api has nothing to do */
  listen(onCommand: (command: WorkerCommand) => void, onClosed: () => void): void;
}

/** The bus of one machine: the IPC channel of a worker that the api forked. @throws Error when this process was not forked */
export function openLocalBus(log: Logger): WorkerBus {
  if (!process.send) throw new Error('the stream worker is started by the api, which speaks to it over IPC; run `npm start`');
  let unsentEvents = 0;
  return {
    send: (event) => {
      if (!process.connected) return;
      if (event.kind === 'preview' && unsentEvents > MAX_UNSENT_EVENTS) return;
      unsentEvents += 1;
      // A failed write means a closed channel, which `disconnect` reports.
      process.send!(event, undefined, undefined, () => (unsentEvents -= 1));
    },
    listen: (onCommand, onClosed) => {
      process.on('message', (message) => {
        const command = workerCommandSchema.safeParse(message);
        if (command.success) onCommand(command.data);
        else log.error(`a command from the api was not understood and is ignored: ${prettifyError(command.error)}`);
      });
      process.once('disconnect', onClosed);
    },
  };
}
