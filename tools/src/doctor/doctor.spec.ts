// A healthy set-up, and one with each thing broken: the doctor has to name the right remedy.
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeMeasured, probeCamera } from './cameras.js';
import { examine } from './examine.js';
import type { Finding, Patient } from './finding.js';
import { tableOf } from './table.js';

let root: string;
let data: string;
let patient: Patient;
const servers: Server[] = [];

/** A folder that looks like a built installation, and nothing listening. */
beforeEach(async () => {
  root = `${mkdtempSync(join(tmpdir(), 'vitrine-doctor-'))}/`;
  data = join(root, 'data');
  const files = {
    'apps/api/dist/main.js': '',
    'apps/stream-worker/dist/main.js': '',
    'apps/dashboard/dist/index.html': '',
    'libs/contracts/dist/index.js': '',
    'libs/models/weights/compact/manifest.json': '{}',
    'libs/models/weights/compact/net.onnx': 'x'.repeat(20_000),
    'libs/models/weights/age-gender/manifest.json': '{}',
    'libs/models/weights/age-gender/net.onnx': 'x'.repeat(20_000),
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  mkdirSync(data, { mode: 0o700 });
  const env = { PATH: process.env['PATH'], VITRINE_PORT: String(await portOf(null)), VITRINE_DATA_DIR: data };
  patient = { root, env, nowMs: Date.now(), nodeVersion: 'v20.20.0', freeBytes: () => 50 * 2 ** 30 };
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(root, { recursive: true });
});

function write(name: string, text: string, mode = 0o600): string {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode });
  return path;
}

/** @param answer null for a port on which nothing listens any more */
async function portOf(answer: string | null): Promise<number> {
  const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  if (answer === null) await new Promise((resolve) => server.close(resolve));
  else servers.push(server);
  return port;
}

const withEnv = (more: NodeJS.ProcessEnv): Patient => ({ ...patient, env: { ...patient.env, ...more } });
const withSite = (yaml: string): Patient => withEnv({ VITRINE_CONFIG: write('site.yaml', yaml) });
const ills = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict === 'wrong');

/** Each breaks one thing and returns the patient. */
const BROKEN: readonly [string, () => Patient | Promise<Patient>, what: string, remedy: RegExp][] = [
  ['an old Node', () => ({ ...patient, nodeVersion: 'v18.19.0' }), 'Node', /Install Node 20\.19/],
  ['no ffmpeg', () => withEnv({ PATH: root }), 'ffmpeg', /apt-get install ffmpeg/],
  ['a clock of 1970', () => ({ ...patient, nowMs: 0 }), 'clock', /timedatectl set-ntp true/],
  ['no build', () => (rmSync(join(root, 'apps/api/dist'), { recursive: true }), patient), 'build', /npm run build/],
  [
    'weights that were not fetched',
    () => (write('libs/models/weights/compact/net.onnx', 'version https://git-lfs'), patient),
    'models',
    /git lfs pull/,
  ],
  ['a profile that was never trained', () => withSite('worker: { inference: { profile: paper } }'), 'models', /profile: compact/],
  ['a mistyped setting', () => withSite('site:\n  timezone: UTC\n'), 'configuration', /did you mean `timeZone`/],
  ['a time zone that is none', () => withSite('site: { timeZone: Berlin }'), 'configuration', /./],
  ['a bad camera in the configuration', () => withSite('cameras: [{ id: a, name: A, url: nonsense }]'), 'configuration', /./],
  ['a port that is none', () => withEnv({ VITRINE_PORT: 'http' }), 'environment', /give a port between/],
  [
    'a file in the place of the data folder',
    () => withEnv({ VITRINE_DATA_DIR: write('file', '') }),
    'data folder',
    /VITRINE_DATA_DIR/,
  ],
  ['a full disk', () => ({ ...patient, freeBytes: () => 10_000_000 }), 'disk', /Free some space/],
  ['a token that all can read', () => (chmodSync(write('data/admin-token', 'x'), 0o644), patient), 'secrets', /chmod 600/],
  [
    'another program on the port',
    async () => withEnv({ VITRINE_PORT: String(await portOf('hello')) }),
    'service',
    /VITRINE_PORT/,
  ],
  [
    'an identity provider that is away',
    async () => withSite(`oidc: { issuer: "http://127.0.0.1:${await portOf(null)}", clientId: vitrine }`),
    'identity provider',
    /oidc\.issuer/,
  ],
  [
    'a camera that is away',
    async () => withSite(`cameras: [{ id: gate, name: Gate, url: "http://127.0.0.1:${await portOf(null)}/live" }]`),
    'camera gate',
    /address, user, password and network/,
  ],
];

describe('the doctor', () => {
  it('finds nothing wrong with a healthy set-up', async () => {
    const findings = await examine(patient);
    expect(ills(findings)).toEqual([]);
    expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining(['Node', 'ffmpeg', 'models', 'disk', 'service']));
  });

  it.each(BROKEN)('finds %s, and nothing else, with its remedy', async (_, breakIt, what, remedy) => {
    const found = ills(await examine(await breakIt()));
    expect(found.map((finding) => finding.what)).toEqual([what]);
    expect(found[0]!.remedy).toMatch(remedy);
  });

  it('shows no password of a camera', async () => {
    const findings = await examine(withSite('cameras: [{ id: a, name: A, url: "rtsp://u:s3cret@127.0.0.1:1/" }]'));
    expect(tableOf(findings)).not.toContain('s3cret');
  });

  it('writes a table with the remedies below what needs one', () => {
    const table = tableOf([
      { what: 'Node', verdict: 'well', found: 'v20' },
      { what: 'disk', verdict: 'wrong', found: 'full', remedy: 'Free some space.' },
    ]);
    expect(table).toBe('ok     Node  v20\nWRONG  disk  full\n             → Free some space.');
  });
});

describe('a camera', () => {
  it('that is a film is described by codec, size, rate and key frames', () => {
    const film = join(root, 'film.mp4');
    const made = ['-f', 'lavfi', '-i', 'testsrc=s=640x480:r=10:d=3', '-g', '10', '-pix_fmt', 'yuv420p', film];
    expect(probeFilm(made, film)).toMatchObject({
      verdict: 'well',
      found: expect.stringMatching(/640×480, 10 fps, key frame every 1\.0 s/),
    });
  });

  it('whose faces are too small, or that gets too little of the machine, is told how to mend it', () => {
    const losses = { framesFailed: 0, facesTurned: 0, facesBlurred: 10, facesUnjudged: 0, visitsUnseen: 0, previewsDropped: 0 };
    const base = {
      widthPx: 640,
      heightPx: 360,
      decodedFrames: 9,
      analysedFrames: 9,
      droppedFrames: 0,
      frameAgeMs: 9,
      reconnects: 0,
    };
    const camera = (measuredFps: number, facesSmall: number) =>
      judgeMeasured({
        ...{ id: 'door', name: 'Door', url: '', enabled: true, fps: 5, transport: 'tcp', state: 'live', error: null },
        stats: { ...base, measuredFps, frameAgeP95Ms: 9, losses: { ...losses, facesSmall } },
      } as unknown as Parameters<typeof judgeMeasured>[0]);
    expect(camera(5, 500).remedy).toContain('closer');
    expect(camera(1, 0).remedy).toContain('too small for its cameras');
    expect(camera(5, 3).verdict).toBe('well');
  });
});

function probeFilm(made: string[], film: string): Finding {
  const { status } = spawnSync('ffmpeg', ['-v', 'error', ...made]);
  expect(status).toBe(0);
  return probeCamera('film', film, process.env['PATH']);
}
