import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AttributeNetwork } from './attribute-network.js';

const COMPACT = fileURLToPath(new URL('../../weights/compact/', import.meta.url));

let weightsDir: string;

beforeEach(async () => {
  weightsDir = await mkdtemp(join(tmpdir(), 'vitrine-weights-'));
  await cp(COMPACT, join(weightsDir, 'compact'), { recursive: true });
});

afterEach(() => rm(weightsDir, { recursive: true, force: true }));

const load = (provider: 'cpu' | 'auto' = 'cpu', precision: 'fp32' | 'int8' = 'fp32') =>
  AttributeNetwork.load({ profile: 'compact', provider, precision, intraOpNumThreads: 1, weightsDir });

async function changeManifest(change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const path = join(weightsDir, 'compact/manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

it('says what it runs on, and why when that is not what `auto` prefers', async () => {
  const network = await load('auto');
  const { provider, providerNote } = network.traits;
  if (provider === 'cpu') expect(providerNote).toContain('CUDA is not usable');
  else expect([provider, providerNote]).toEqual(['cuda', null]);
  await network.close();
});

it('refuses int8 where there are no such files, with the remedy', async () => {
  await changeManifest((manifest) => delete manifest.int8);
  await expect(load('cpu', 'int8')).rejects.toMatchObject({
    code: 'weights_missing',
    remedy: expect.stringContaining('quantise') as string,
  });
});

it('calibrates what it computed in', async () => {
  const flat = (bias: number) => ({ scale: Array<number>(40).fill(0), bias: Array<number>(40).fill(bias) });
  await changeManifest((manifest) => {
    manifest.calibration = flat(0);
    manifest.int8 = { ...(manifest.int8 as object), calibration: flat(Math.log(3)) };
  });
  for (const [precision, evens] of [
    ['fp32', 0.5],
    ['int8', 0.75],
  ] as const) {
    const network = await load('cpu', precision);
    expect(network.calibrate(new Float32Array(40))[0]).toBeCloseTo(evens);
    await network.close();
  }
});

it('takes no faces for an answer', async () => {
  const network = await load();
  expect(await network.infer([])).toHaveLength(0);
  await network.close();
});

it('refuses a face of another size, and goes on', async () => {
  const network = await load();
  const faceOf = (sizePx: number) => new Uint8Array(3 * sizePx * sizePx);
  await expect(network.infer([faceOf(100)])).rejects.toMatchObject({ code: 'input_invalid' });
  expect(await network.infer([faceOf(144)])).toHaveLength(40);
  await network.close();
});

it('refuses weights that are not the manifest’s', async () => {
  await writeFile(join(weightsDir, 'compact/attributes.onnx'), 'broken');
  await expect(load()).rejects.toMatchObject({ code: 'weights_corrupt' });
});

it('refuses weights that are absent, with the remedy', async () => {
  await rm(join(weightsDir, 'compact'), { recursive: true });
  await expect(load()).rejects.toMatchObject({ code: 'weights_missing', remedy: expect.stringContaining('training/') as string });
});

it('names the command that makes the paper’s weights where they are absent', async () => {
  const paper = { profile: 'paper', provider: 'cpu', precision: 'fp32', intraOpNumThreads: 1, weightsDir } as const;
  await expect(AttributeNetwork.load(paper)).rejects.toMatchObject({
    code: 'weights_missing',
    remedy: expect.stringContaining('retrain.py --profile paper') as string,
  });
});

it('has faces cut to the size that its manifest says', async () => {
  const shipped = await load();
  await changeManifest((manifest) => ((manifest.network as { inputSizePx: number }).inputSizePx = 224));
  const larger = await load();
  expect([shipped.crop.sizePx, larger.crop]).toEqual([144, { ...shipped.crop, sizePx: 224 }]);
  await Promise.all([shipped.close(), larger.close()]);
});

it('refuses weights trained on attributes in another order', async () => {
  await changeManifest((manifest) => (manifest.attributes as string[]).reverse());
  await expect(load()).rejects.toMatchObject({ code: 'weights_invalid' });
});

it('refuses weights trained on another framing of the face', async () => {
  await changeManifest((manifest) => ((manifest.crop as { boxXyxyPx: number[] }).boxXyxyPx[0] = 0));
  await expect(load()).rejects.toMatchObject({ code: 'weights_invalid' });
});
