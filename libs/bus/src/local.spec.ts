import type { WorkerEvent } from '@vitrine/contracts';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { applied, desired, describeBus, WORKER_ID, type JoinedBus } from './bus-contract.js';
import { LocalFleetBus, LocalWorkerBus, type MessagePort } from './local.js';

/** One end of a channel in memory; messages pass as JSON, as they do between processes. */
class Port extends EventEmitter implements MessagePort {
  connected = true;
  other!: Port;
  /** While true nothing is written, as with a reader that is stopped. */
  isStuck = false;

  send(message: object, _handle: undefined, _options: undefined, onWritten: () => void): boolean {
    if (this.isStuck) return false;
    setImmediate(() => {
      onWritten();
      this.other.emit('message', JSON.parse(JSON.stringify(message)));
    });
    return true;
  }

  disconnect(): void {
    for (const end of [this, this.other]) {
      end.connected = false;
      end.emit('disconnect');
    }
  }
}

function channel(): { here: Port; there: Port } {
  const [here, there] = [new Port(), new Port()];
  here.other = there;
  there.other = here;
  return { here, there };
}

function join(): Promise<JoinedBus> {
  const { here, there } = channel();
  const fleet = new LocalFleetBus();
  const worker = new LocalWorkerBus(there);
  fleet.attach(WORKER_ID, here);
  return Promise.resolve({
    worker,
    fleet,
    breakContract: (to) =>
      void (to === 'worker' ? here : there).send({ kind: 'nonsense' }, undefined, undefined, () => undefined),
    endWorker: () => there.disconnect(),
    closeLine: () => fleet.close(),
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(fleet.close()),
  });
}

describeBus('local', join);

const PREVIEW: WorkerEvent = {
  kind: 'preview',
  preview: {
    cameraId: 'door',
    atMs: 1,
    widthPx: 1,
    heightPx: 1,
    picture: 'none',
    jpegBase64: null,
    facesBlurred: true,
    boxes: [],
  },
};

it('leaves out pictures first when the api does not read, and counts what it left out', () => {
  const { there } = channel();
  const bus = new LocalWorkerBus(there);
  there.isStuck = true;
  for (let count = 0; count < 64; count += 1) expect(bus.send(PREVIEW)).toBe('sent');
  expect(bus.send(PREVIEW)).toBe('dropped');
  expect(bus.send(applied(1))).toBe('sent');
  expect(bus.droppedEvents).toBe(1);
});

it('tells a worker that is forked again what is wanted of it', async () => {
  const fleet = new LocalFleetBus();
  fleet.assign(WORKER_ID, desired(7));
  const { here, there } = channel();
  const state = new Promise((resolve) => there.on('message', resolve));
  fleet.attach(WORKER_ID, here);
  expect(await state).toEqual(desired(7));
});

it('is refused in a process that nobody forked', () => {
  const port = { connected: false, on: () => undefined, once: () => undefined };
  expect(() => new LocalWorkerBus(port)).toThrow('npm start');
});
