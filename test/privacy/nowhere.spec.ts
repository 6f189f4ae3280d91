// What must be nowhere: pictures, single visits, secrets; neither on disk nor in an answer about history.
import { startTestApp, TOKEN, type TestApp } from '@vitrine/api/testing';
import { visitOf } from '@vitrine/api/worker-double';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from './fixtures/answers.js';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-nowhere-'));
const PASSWORD = 'hunter2-of-the-camera';
const VISIT = `visit-${randomBytes(12).toString('hex')}`;
/** As a preview would be: a JPEG’s head and noise that compresses to nothing else. */
const PICTURE = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(4_000)]);

let test: TestApp;
let answers = '';
beforeAll(async () => {
  test = await startTestApp({ dataDir: folder });
  const camera = { id: 'door', name: 'Door', url: `rtsp://viewer:${PASSWORD}@192.0.2.1/stream1` };
  await test.rest.post('/api/v1/cameras').send(camera).expect(201);
  const now = Date.now();
  for (let second = 0; second < 20; second += 1) {
    const when = { firstSeenAtMs: now - 20_000, atMs: now - 20_000 + second * 1_000 };
    test.worker.say({ kind: 'visit', visit: visitOf({ ...when, visitId: VISIT, final: second === 19 }) });
  }
  test.worker.sayRaw({ kind: 'preview', preview: { cameraId: 'door', atMs: now, jpegBase64: PICTURE.toString('base64') } });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  for (const path of ANSWERS) answers += (await test.rest.get(path).expect(200)).text;
  await test.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const contents = () => files().map((entry) => readFileSync(join(entry.parentPath, entry.name)));

describe('on disk', () => {
  it.each([
    ['the picture', PICTURE.subarray(100, 140)],
    ['the picture as text', Buffer.from(PICTURE.toString('base64').slice(200, 240))],
    ['a head of a JPEG', Buffer.from('ffd8ffe0', 'hex')],
    ['a head of a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['the visit’s id', Buffer.from(VISIT)],
    ['the token', Buffer.from(TOKEN)],
    ['the camera’s password', Buffer.from(PASSWORD)],
  ])('there is not %s', (_what, needle) => {
    expect(contents().length).toBeGreaterThan(0);
    for (const bytes of contents()) expect(bytes.includes(needle)).toBe(false);
  });

  it('there is the store and nothing else', () => {
    expect(
      files()
        .map(({ name }) => name)
        .filter((name) => !/^vitrine\.duckdb(\.wal|\.mark)?$|^camera\.key$|^site\.yaml$/.test(name)),
    ).toEqual([]);
  });
});

describe('in the answers', () => {
  it.each([
    ['the camera’s password', PASSWORD],
    ['the visit’s id', VISIT],
    ['the token', TOKEN],
    ['the picture', PICTURE.toString('base64').slice(200, 240)],
  ])('there is not %s', (_what, needle) => {
    expect(answers.length).toBeGreaterThan(1_000);
    expect(answers.includes(needle)).toBe(false);
  });
});
