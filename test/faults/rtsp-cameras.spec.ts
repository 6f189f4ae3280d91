// What RTSP cameras do on bad days, and that none of it ends them for good.
import { freePort, startRtspCamera, type RtspCamera, type RtspCameraOptions } from '@vitrine/tools';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fpsOf, Sources, TestFilms } from '../helpers/sources.js';

const films = new TestFilms();
const cameras: RtspCamera[] = [];
let sources = new Sources();
let film: string;

beforeAll(() => (film = films.film()));
afterEach(async () => {
  await sources.close();
  sources = new Sources();
  await Promise.all(cameras.splice(0).map((camera) => camera.close()));
});
afterAll(() => films.remove());

async function camera(options: Partial<RtspCameraOptions> = {}): Promise<RtspCamera> {
  const started = await startRtspCamera({ file: film, ...options });
  cameras.push(started);
  return started;
}

describe('a camera that was live', () => {
  it.each([
    ['says 404 while it boots', '404 Not Found'],
    ['says 401 while it boots', '401 Unauthorized'],
    ['says 503 while it boots', '503 Service Unavailable'],
    ['refuses its video while it boots', '461 Unsupported Transport'],
  ])('comes back though it %s', async (_, status) => {
    let isBooting = false;
    const door = await camera({ misbehave: ({ method }) => (isBooting && method !== 'OPTIONS' ? { status } : null) });
    const { until, statuses, untilFrames, source } = sources.open(door.url);
    await until('live');
    isBooting = true;
    door.hangUp();
    await expect.poll(() => source.status().stats!.reconnects, { timeout: 20_000 }).toBeGreaterThan(1);
    isBooting = false;
    await untilFrames(5);
    expect(source.status().state).toBe('live');
    expect(statuses.at(-1)!.sinceMs).toBeGreaterThan(statuses[1]!.sinceMs);
  });

  it('is tried at once when somebody asks', async () => {
    let isAway = true;
    const door = await camera({ misbehave: () => (isAway ? { status: '404 Not Found' } : null) });
    const { until, source } = sources.open(door.url);
    await until('failed', 'not_found');
    expect(source.status().nextTryAtMs).toBeGreaterThan(Date.now() - 1_000);
    isAway = false;
    source.retry();
    await until('live');
    expect(source.status()).toMatchObject({ error: null, nextTryAtMs: null });
  });
});

it.each(['/Streaming/Channels/401', '/404', '/403/stream', '/enoent/No%20such%20file'])(
  'takes the digits and words of %s for no answer',
  async (path) => {
    const { until, source } = sources.open(`rtsp://127.0.0.1:${await freePort()}${path}`);
    await until('reconnecting', 'unreachable');
    await expect.poll(() => source.status().stats!.reconnects, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(source.status().state).toBe('reconnecting');
  },
);

it('asks for the video alone: a refused second track is not missed', async () => {
  const refused = (url: string) => (url.endsWith('track2') ? { status: '404 Not Found' } : null);
  const door = await camera({ hasDataTrack: true, misbehave: ({ method, url }) => (method === 'SETUP' ? refused(url) : null) });
  await sources.open(door.url).until('live');
});

describe('a camera that sends us elsewhere', () => {
  it('is followed', async () => {
    const there = await camera();
    const here = await camera({ misbehave: moved(there.url) });
    await sources.open(here.url).until('live');
  });

  it.each([
    ['before it asks for a password', undefined],
    ['after it has asked for one', { user: 'guard', password: 'right', scheme: 'digest' as const }],
  ])('is not followed where no camera may be: %s', async (_, credentials) => {
    const inner = await camera();
    const target = inner.url.replace('127.0.0.1', '127.0.0.2');
    const redirect = moved(target);
    const here = await camera({
      ...(credentials ? { credentials } : {}),
      misbehave: (request, connection) =>
        !credentials || request.headers.has('authorization') ? redirect(request, connection) : null,
    });
    sources = new Sources(['127.0.0.1/32']);
    const { until, frames } = sources.open(here.url);
    await until('failed', 'not_allowed');
    await sleep(300);
    expect(frames).toEqual([]);
    if (!credentials) expect(inner.connections).toBe(0);
  });
});

it('waits for a camera that sends a key frame every twenty seconds', async () => {
  // Of a film with ten frames a second, whose first key frame has just gone by.
  const door = await camera({ keyFrameEvery: 200 });
  await sleep(2_000);
  const openedAtMs = performance.now();
  const { until, statuses } = sources.open(door.url);
  await until('live');
  expect(performance.now() - openedAtMs).toBeGreaterThan(10_000);
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
});

it.each([9_800, -9_800, 37_600, -37_600])('goes on steadily when now and then a frame is stamped %i s off', async (offS) => {
  const door = await camera({ alter: stampedOff(offS) });
  const { until, untilFrames, frames, statuses, source } = sources.open(door.url);
  await until('live');
  frames.length = 0;
  await untilFrames(30);
  expect(fpsOf(frames)).toBeGreaterThan(3);
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live']);
  expect(source.status().stats!.reconnects).toBe(0);
});

it('never shows a password, whatever the camera says', async () => {
  const door = await camera({ credentials: { user: 'guard', password: "it's#t0p/s3cret", scheme: 'digest' } });
  const wrong = sources.open(door.url.replace('guard', 'other'));
  await wrong.until('failed', 'unauthorised');
  await sources.open(door.url).until('live');
  expect(JSON.stringify(wrong.statuses)).not.toMatch(/s3cret|t0p|other/);
});

function moved(url: string): NonNullable<RtspCameraOptions['misbehave']> {
  return ({ method }) => (method === 'DESCRIBE' ? { status: '302 Moved Temporarily', headers: [`Location: ${url}`] } : null);
}

/** Every twentieth frame has a time stamp that is wrong by so much (RFC 3550, section 5.1; 90 kHz). */
function stampedOff(seconds: number): (packet: Buffer) => void {
  let [frame, last] = [0, -1];
  return (packet) => {
    const stamp = packet.readUInt32BE(4);
    if (stamp !== last) frame += 1;
    last = stamp;
    if (frame % 20 === 0) packet.writeUInt32BE((stamp + seconds * 90_000) >>> 0, 4);
  };
}
