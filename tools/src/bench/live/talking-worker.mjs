// In the place of the stream worker: says of ten cameras what a busy mall says.
import { begin, sayVisit } from '../pretended-worker.mjs';

const CAMERAS = 10;
/** Visits told a second, over all cameras; each is one message to whoever listens. */
const VISITS_PER_SECOND = 50;

begin();
let count = 0;
setInterval(() => {
  count += 1;
  sayVisit(count, { cameraId: `camera-${count % CAMERAS}`, visitId: `visit-${count % 400}` });
}, 1_000 / VISITS_PER_SECOND);
