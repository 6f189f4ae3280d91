import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'vitrine-cameras-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function load(yaml: string, variables: NodeJS.ProcessEnv = {}) {
  const path = join(folder, 'site.yaml');
  writeFileSync(path, yaml);
  return loadConfig(path, variables);
}

describe('cameras of the configuration', () => {
  it('have names in any script', () => {
    const names = ['入口', '出口', 'Eingang 🚪', 'مدخل', 'Вход'];
    const { cameras, cameraProblems } = load(
      `cameras:\n${names.map((name) => `  - { name: ${name}, url: "rtsp://cam/1" }\n`).join('')}`,
    );
    expect(cameras.map(({ name }) => name)).toEqual(names);
    expect(cameraProblems).toEqual([]);
  });

  it('with one id twice are told with both lines', () => {
    const { cameras, cameraProblems } = load(
      'cameras:\n  - id: dup\n    name: A\n    url: rtsp://cam/1\n  - id: dup\n    name: B\n    url: rtsp://cam/2\n',
    );
    expect(cameras.map(({ name }) => name)).toEqual(['A']);
    expect(cameraProblems).toMatchObject([{ line: 5, field: 'cameras.1.id', cause: expect.stringContaining('line 2') }]);
  });

  it.each([
    ['name: 007\n    url: rtsp://cam/1', 'name', /quotes/],
    ['name: A\n    url: rtsp://cam/1\n    enabled: no', 'enabled', /boolean/],
    ['name: A\n    url: rtsp://admin:pa #ss@cam/1', 'url', /percent-encode/],
    ['name: A\n    url: rtsp://admin:{PASSWORD}@cam/1', 'url', /percent-encode/],
    ['name: A\n    url: rtsp://cam/1\n    frameRate: 5', 'frameRate', /fps|here stand/],
  ])('%j is refused with what to do', (camera, field, hint) => {
    const { cameras, cameraProblems } = load(`cameras:\n  - ${camera}\n`);
    expect(cameras).toEqual([]);
    expect(cameraProblems).toMatchObject([{ field: `cameras.0.${field}`, hint: expect.stringMatching(hint) }]);
  });

  it.each(['cameras:\n', 'cameras: []\n', 'worker:\n', 'worker:\n  ingest:\n', 'cameraSources:\n', 'site:\nattributes:\n'])(
    'an empty section %j is one that is not there',
    (yaml) => expect(load(yaml)).toEqual(loadConfig(null, {})),
  );
});

describe('a variable', () => {
  it('stands for what the environment has, percent-encoded within an address', () => {
    const { cameras } = load(
      'cameras:\n  - name: ${SITE} door\n    url: rtsp://admin:${CAM}@cam/1\n  - name: B\n    url: ${WHOLE}\n    password: ${CAM}\n',
      { SITE: 'North', CAM: "it's #1/2", WHOLE: 'rtsp://cam/2' },
    );
    expect(cameras).toMatchObject([
      { name: 'North door', url: "rtsp://admin:it's%20%231%2F2@cam/1" },
      { url: 'rtsp://cam/2', password: "it's #1/2" },
    ]);
  });

  it('that is not set stops the start with its line', () => {
    expect(() => load('cameras:\n  - name: A\n    url: rtsp://admin:${CAM}@cam/1\n')).toThrow(ConfigError);
    expect(() => load('cameras:\n  - name: A\n    url: rtsp://admin:${CAM}@cam/1\n')).toThrow(/:3: .*CAM/);
  });
});
