import { ATTRIBUTE_NAMES, workerConfigSchema } from '@vitrine/contracts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { readEnvironment } from './environment.js';
import { loadConfig } from './load-config.js';
import { readYamlFile } from './yaml-file.js';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'vitrine-config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function load(yaml: string) {
  const path = join(folder, 'site.yaml');
  writeFileSync(path, yaml);
  return loadConfig(path);
}

function problemsOf(work: () => unknown): readonly ConfigProblem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the configuration', () => {
  it('is config/default.yaml alone, which writes down every setting with the schema’s default', () => {
    expect(readYamlFile(fromRoot('config/default.yaml')).content).toMatchObject({ worker: workerConfigSchema.parse({}) });
    const config = loadConfig(null);
    expect(config.worker).toEqual(workerConfigSchema.parse({}));
    expect(config.siteTimeZone).toBe('UTC');
    expect(config.attributes.map(({ name }) => name)).toEqual(ATTRIBUTE_NAMES);
  });

  it('is changed by the site’s file, setting by setting', () => {
    const { worker, siteTimeZone, attributes } = load(
      'site: { timeZone: Asia/Tokyo }\nattributes: { Bald: false }\nworker: { detection: { model: ssd } }\n',
    );
    expect(worker.detection).toEqual({ ...workerConfigSchema.parse({}).detection, model: 'ssd' });
    expect(siteTimeZone).toBe('Asia/Tokyo');
    expect(attributes.filter(({ enabled }) => !enabled).map(({ name }) => name)).toContain('Bald');
  });

  it('of the demo keeps the default policy', () => {
    expect(loadConfig(fromRoot('config/demo.yaml')).attributes).toEqual(loadConfig(null).attributes);
  });

  it('of the example has cameras that are all understood', () => {
    const { cameras, cameraProblems } = loadConfig(fromRoot('config/cameras.example.yaml'));
    expect(cameraProblems).toEqual([]);
    expect(cameras.map(({ id }) => id)).toEqual(['entrance', 'atrium', 'film', 'usb']);
  });
});

describe('a mistake in the configuration', () => {
  it.each([
    ['worker:\n  detection:\n    inputSizePx: 5000\n', 3, 'worker.detection.inputSizePx', /1024/, /at most 1024/],
    ['worker:\n  detection:\n    model: yolo\n', 3, 'worker.detection.model', /tiny/, /tiny, ssd/],
    ['worker:\n  tracking:\n    maxLost: 3\n', 3, 'worker.tracking.maxLost', /no such setting/, /did you mean `maxLostMs`/],
    ['worker:\n  publish:\n    colour: red\n', 3, 'worker.publish.colour', /no such setting/, /`picture`/],
    ['# a comment\nsite:\n  timeZone: Berlin\n', 3, 'site.timeZone', /IANA/, /./],
    ['attributes:\n  Smiling: true\n  Hat: true\n', 3, 'attributes.Hat', /no such setting/, /`Wearing_Hat`/],
    ['attributes:\n  Eyeglases: true\n', 2, 'attributes.Eyeglases', /no such setting/, /did you mean `Eyeglasses`/],
    ['site:\n  timezone: UTC\n', 2, 'site.timezone', /no such setting/, /did you mean `timeZone`/],
    ['attributes:\n  Smiling: 1\n', 2, 'attributes.Smiling', /boolean/, /boolean/],
    ['camera: []\n', 1, 'camera', /no such setting/, /did you mean `cameras`/],
    ['worker: fast\n', 1, 'worker', /object/, /object/],
    ['- a\n- b\n', 1, '', /a list/, /default\.yaml/],
    ['site:\n  timeZone: "UTC\n', 3, '', /not YAML/, /quotes/],
  ])('in %j is told with line %i, the field %s, cause and hint', (yaml, line, field, cause, hint) => {
    const [problem] = problemsOf(() => load(yaml));
    expect(problem).toMatchObject({ file: join(folder, 'site.yaml'), line, field });
    expect(problem!.cause).toMatch(cause);
    expect(problem!.hint).toMatch(hint);
  });

  it('in one camera leaves that camera out and keeps the others', () => {
    const yaml =
      'cameras:\n  - { id: door, name: Door, url: "rtsp://192.0.2.1/" }\n  - id: gate\n    name: Gate\n    url: nonsense\n';
    const { cameras, cameraProblems } = load(yaml);
    expect(cameras.map(({ id }) => id)).toEqual(['door']);
    expect(cameraProblems).toMatchObject([{ line: 5, field: 'cameras.1.url', hint: expect.stringContaining('rtsp://') }]);
  });

  it('does not show a password', () => {
    const { message } = new ConfigError([
      { file: 'f', line: 1, field: 'url', cause: 'rtsp://me:s3cret@host/ is odd', hint: 'h' },
    ]);
    expect(message).toBe('f:1: url: rtsp://***@host/ is odd. Hint: h.');
  });

  it('in the path is told too', () => {
    expect(problemsOf(() => loadConfig(join(folder, 'none.yaml')))).toMatchObject([{ cause: 'cannot be read (ENOENT)' }]);
  });
});

describe('the environment', () => {
  it('has the documented defaults', () => {
    expect(readEnvironment({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      dataDir: `${process.cwd()}/data`,
      token: null,
      oidcSecret: null,
      configPath: null,
      storeUrl: null,
      busUrl: null,
    });
    expect(readEnvironment({ VITRINE_TOKEN: '', VITRINE_PORT: '' })).toMatchObject({ token: null, port: 8080 });
  });

  it.each([
    [{ VITRINE_PORT: 'http' }, 'VITRINE_PORT'],
    [{ VITRINE_PORT: '70000' }, 'VITRINE_PORT'],
    [{ VITRINE_BUS: 'http://user:s3cret@host' }, 'VITRINE_BUS'],
    [{ VITRINE_TOKEN: 'short' }, 'VITRINE_TOKEN'],
    [{ VITRINE_TOKEN: 'with spaces in between' }, 'VITRINE_TOKEN'],
  ])('%j is refused, without repeating the value of a token', (variables, field) => {
    const [problem] = problemsOf(() => readEnvironment(variables));
    expect(problem).toMatchObject({ file: 'environment', field });
    expect(JSON.stringify(problem)).not.toContain(Object.values(variables)[0]!.padEnd(6, '!'));
  });
});
