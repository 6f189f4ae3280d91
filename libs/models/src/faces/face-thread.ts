import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { FaceNetworks } from './face-networks.js';
import type { FaceRequest, FaceThreadData, ThreadMessage } from './protocol.js';

// Entry of a face thread. Failing to load is fatal and ends the thread; a request that fails is answered and the thread goes on.
const port = parentPort!;
const networks = await FaceNetworks.load(workerData as FaceThreadData);

const send = (message: ThreadMessage): void => port.postMessage(message);

port.on('message', (request: FaceRequest) => {
  networks.answer(request).then(
    (value) => send({ kind: 'done', value }),
    (error: unknown) => send({ kind: 'failed', message: messageOf(error) }),
  );
});
send({ kind: 'ready', info: networks.info });
