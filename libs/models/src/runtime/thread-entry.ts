import { parentPort, workerData } from 'node:worker_threads';
import { toPosted } from '../errors.js';
import { FaceWork } from './face-work.js';
import { reportNativeSections } from './native-section.js';
import type { ThreadData, ThreadMessage, ThreadRequest } from './protocol.js';

// Entry of an inference thread. Failing to load is told and ends the thread; a request that fails is answered and the thread goes on.
const port = parentPort!;
const { plan, nativeFlag } = workerData as ThreadData;
reportNativeSections(nativeFlag);

try {
  const work = await FaceWork.load(plan);
  port.on('message', (request: ThreadRequest | { kind: 'close' }) => {
    // Leaving ends this thread alone, here outside native code.
    if (request.kind === 'close') void work.close().finally(() => process.exit());
    else answer(work, request);
  });
  say({ kind: 'ready', info: work.info });
} catch (error) {
  say({ kind: 'unable', error: toPosted(error) });
}

function answer(work: FaceWork, request: ThreadRequest): void {
  work.answer(request).then(
    ({ value, transfer }) => port.postMessage({ kind: 'done', value } satisfies ThreadMessage, transfer),
    (error: unknown) => say({ kind: 'failed', error: toPosted(error) }),
  );
}

function say(message: ThreadMessage): void {
  port.postMessage(message);
}
