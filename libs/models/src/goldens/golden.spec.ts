// The files under goldens/ come from PyTorch (goldens/README.md): what ships computes what was trained.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgeGenderNetwork } from '../age-gender/age-gender-network.js';
import { AGE_GENDER_CROP } from '../align/network-crop.js';
import { AttributeNetwork } from '../attributes/attribute-network.js';
import { mean } from '../fixtures/alignment-error.js';

interface Golden {
  readonly tolerances: { abstractionMaxAbsU8: number; logitsMaxAbs: number };
}

describe('the shipped compact network', () => {
  let network: AttributeNetwork;
  let faces: Uint8Array[];
  let abstraction: Uint8Array;
  let logits: number[];
  let tolerances: Golden['tolerances'];

  beforeAll(async () => {
    network = await AttributeNetwork.load({ profile: 'compact', provider: 'cpu', precision: 'fp32', intraOpNumThreads: 1 });
    faces = split(await readGolden('input.bin'), network.crop.sizePx);
    abstraction = await readGolden('abstraction.bin');
    logits = (await readJson<number[][]>('logits.json')).flat();
    tolerances = (await readJson<Golden>('golden.json')).tolerances;
  });

  afterAll(() => network.close());

  it('draws the abstraction images that PyTorch draws', async () => {
    expect(greatestDifference(await network.abstract(faces), abstraction)).toBeLessThanOrEqual(tolerances.abstractionMaxAbsU8);
  });

  it('gives the logits that PyTorch gives', async () => {
    expect(greatestDifference(await network.infer(faces), logits)).toBeLessThanOrEqual(tolerances.logitsMaxAbs);
  });

  it('judges a face the same alone and in company', async () => {
    const together = await network.infer(faces);
    const alone = await Promise.all(faces.map(async (face) => [...(await network.infer([face]))]));
    expect(greatestDifference(together, alone.flat())).toBeLessThan(1e-4);
  });

  it('judges in int8 as in fp32, but for the rounding', async () => {
    const int8 = await AttributeNetwork.load({ profile: 'compact', provider: 'cpu', precision: 'int8', intraOpNumThreads: 1 });
    const exact = network.calibrate(await network.infer(faces));
    const rounded = int8.calibrate(await int8.infer(faces));
    await int8.close();
    expect([network.traits.precision, int8.traits.precision]).toEqual(['fp32', 'int8']);
    expect(mean(Array.from(exact, (p, i) => Math.abs(p - rounded[i]!)))).toBeLessThan(0.03);
  });
});

describe('the shipped age and gender network', () => {
  it('answers as PyTorch does, a face alone as in company', async () => {
    const network = await AgeGenderNetwork.load({ provider: 'cpu', intraOpNumThreads: 1 });
    const faces = split(await readGolden('age-gender-input.bin'), AGE_GENDER_CROP.sizePx);
    const golden = await readJson<{ maxAbs: number; answers: [number, number][] }>('age-gender.json');
    const together = await network.infer(faces);
    const alone = await Promise.all(faces.map(async (face) => (await network.infer([face]))[0]!));
    await network.close();
    for (const answers of [together, alone]) {
      const values = answers.flatMap(({ maleLogit, ageYears }) => [maleLogit, ageYears]);
      expect(greatestDifference(values, golden.answers.flat())).toBeLessThan(10 * golden.maxAbs);
    }
  });
});

function readGolden(name: string): Promise<Buffer> {
  return readFile(new URL(`../../goldens/${name}`, import.meta.url));
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse((await readGolden(name)).toString()) as T;
}

/** @param nhwc u8[N,sizePx,sizePx,3] @returns N times u8[sizePx,sizePx,3] */
function split(nhwc: Uint8Array, sizePx: number): Uint8Array[] {
  const bytes = 3 * sizePx * sizePx;
  return Array.from({ length: nhwc.length / bytes }, (_, n) => nhwc.slice(n * bytes, (n + 1) * bytes));
}

function greatestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}
