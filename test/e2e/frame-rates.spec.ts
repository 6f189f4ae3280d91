// One film of a door at which three people come and go, seen at different frame rates at once: visits must not depend on how often
// anybody looks.
import { makeVisitorsFilm, startService, Subscriber, type RunningService } from '@vitrine/tools';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const CONFIG = fileURLToPath(new URL('../fixtures/quick-to-retry.yaml', import.meta.url));
const RATES = [0.5, 1, 2, 5, 15];
const VISITORS = 3;
const PATIENCE_MS = 180_000;

const idOf = (fps: number) => `rate-${String(fps).replace('.', '_')}`;

let service: RunningService;
let subscriber: Subscriber;

beforeAll(async () => {
  const film = join(tmpdir(), 'vitrine-test-three-visitors.mp4');
  await makeVisitorsFilm(film, VISITORS);
  service = await startService({ configPath: CONFIG });
  subscriber = await Subscriber.open(service, ['visits', 'cameras']);
  for (const fps of RATES) {
    const body = { id: idOf(fps), name: `At ${fps}`, url: film, fps };
    await service.request('/api/v1/cameras', { method: 'POST', body });
  }
  const isOver = (fps: number) =>
    subscriber.until('camera', ({ cameraId, state }) => cameraId === idOf(fps) && state === 'ended', PATIENCE_MS);
  await Promise.all(RATES.map(isOver));
}, PATIENCE_MS + 60_000);

afterAll(async () => {
  subscriber?.close();
  await service?.stop();
});

it.each(RATES)('makes three visits of three people at %s frames a second', (fps) => {
  const seen = subscriber.heard('visit').filter(({ cameraId }) => cameraId === idOf(fps));
  expect(new Set(seen.map(({ visitId }) => visitId)).size).toBe(VISITORS);
});
