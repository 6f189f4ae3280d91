// A camera is tried out from its name to the faces that it shows, and each failure says what to do.
import { cameraSourcesSchema, completeCamera, takeApart, workerConfigSchema, type ProbeStep } from '@vitrine/contracts';
import { createSourceAccess, probeCamera } from '@vitrine/stream-worker';
import { freePort, startRtspCamera, type RtspCamera } from '@vitrine/tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestFilms } from '../helpers/sources.js';

const films = new TestFilms();
const CREDENTIALS = { user: 'guard', password: "it's#1", scheme: 'digest' } as const;
let camera: RtspCamera;

beforeAll(async () => (camera = await startRtspCamera({ file: films.film(), credentials: CREDENTIALS })));
afterAll(async () => {
  await camera.close();
  films.remove();
});

function probe(url: string, { widths = [120], networks = ['127.0.0.0/8'] } = {}): Promise<ProbeStep[]> {
  return probeCamera(completeCamera({ id: 'door', name: 'Door', ...takeApart(url) }), {
    config: workerConfigSchema.parse({}).ingest,
    access: createSourceAccess(cameraSourcesSchema.parse({ networks, folders: [films.folder] })),
    faceWidthsPx: () => Promise.resolve(widths),
    minFacePx: 40,
  });
}

it('ticks every step off that a good camera passes', async () => {
  const steps = await probe(camera.url);
  expect(steps.map(({ step, ok }) => [step, ok])).toEqual(
    ['name', 'port', 'login', 'stream', 'picture', 'faces'].map((step) => [step, true]),
  );
  expect(steps[3]!.detail).toMatch(/^h264, 320×240, .*key frame/);
  expect(steps[4]!.detail).toContain('320×240');
  expect(steps[5]!.detail).toBe('1 in view, faces 120 to 120 px wide');
});

it.each([
  ['faces too small to be judged', [18], false, /nearer/],
  ['nobody to be seen', [], true, /stand where/],
])('tells of %s', async (_, widths, ok, remedy) => {
  const { ok: isOk, remedy: shown } = (await probe(camera.url, { widths })).at(-1)!;
  expect(isOk).toBe(ok);
  expect(shown).toMatch(remedy);
});

it.each([
  ['a name that nobody knows', () => Promise.resolve('rtsp://no-such-camera.invalid/1'), 'name', /address/],
  ['a network that is not allowed', () => Promise.resolve('rtsp://192.0.2.1/1'), 'name', /cameraSources\.networks/],
  ['a port where nobody listens', async () => `rtsp://127.0.0.1:${await freePort()}/1`, 'port', /port/],
  ['a wrong password', () => Promise.resolve(camera.url.replace('guard', 'other')), 'login', /password/],
  ['a film that is not there', () => Promise.resolve(`${films.folder}/none.mp4`), 'stream', /name/],
  ['a film elsewhere', () => Promise.resolve('/etc/passwd'), 'stream', /cameraSources\.folders/],
])('stops at %s, and says what to do', async (_, url, step, remedy) => {
  const last = (await probe(await url())).at(-1)!;
  expect(last).toMatchObject({ step, ok: false, remedy: expect.stringMatching(remedy) });
  expect(JSON.stringify(last)).not.toContain("it's");
});
