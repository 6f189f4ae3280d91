// The files under goldens/ come from PyTorch (goldens/README.md): what ships computes what was trained.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGE_GENDER_CROP } from '../align/align-face.js';
import { mean } from '../fixtures/alignment-error.js';
import type { RgbImage } from '../image/rgb-image.js';
import { AgeGenderNetwork } from './age-gender-network.js';
import { AttributeNetworks } from './attribute-networks.js';

interface Golden {
  readonly tolerances: { abstractionMaxAbs: number; logitsMaxAbs: number };
}

describe('the shipped compact pair', () => {
  let networks: AttributeNetworks;
  let faces: RgbImage[];
  let abstraction: Float32Array;
  let logits: number[];
  let tolerances: Golden['tolerances'];

  beforeAll(async () => {
    networks = await AttributeNetworks.load({ profile: 'compact', provider: 'cpu', precision: 'fp32', intraOpNumThreads: 1 });
    faces = toImages(await readGolden('input.bin'), networks.crop.sizePx);
    const bytes = await readGolden('abstraction.bin');
    abstraction = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    logits = (JSON.parse((await readGolden('logits.json')).toString()) as number[][]).flat();
    tolerances = (JSON.parse((await readGolden('golden.json')).toString()) as Golden).tolerances;
  });

  afterAll(() => networks.close());

  it('draws the abstraction images that PyTorch draws', async () => {
    expect(greatestDifference(await networks.abstract(faces), abstraction)).toBeLessThanOrEqual(tolerances.abstractionMaxAbs);
  });

  it('gives the logits that PyTorch gives', async () => {
    expect(greatestDifference((await networks.infer(faces)).logits, logits)).toBeLessThanOrEqual(tolerances.logitsMaxAbs);
  });

  it('judges a face the same alone and in company', async () => {
    const together = (await networks.infer(faces)).logits;
    const alone = await Promise.all(faces.map(async (face) => [...(await networks.infer([face])).logits]));
    expect(greatestDifference(together, alone.flat())).toBeLessThan(1e-4);
  });

  it('judges in int8 as in fp32, but for the rounding', async () => {
    const int8 = await AttributeNetworks.load({ profile: 'compact', provider: 'cpu', precision: 'int8', intraOpNumThreads: 1 });
    const [exact, rounded] = [await networks.infer(faces), await int8.infer(faces)];
    await int8.close();
    expect([networks.precision, int8.precision]).toEqual(['fp32', 'int8']);
    const differences = Array.from(exact.probs, (p, i) => Math.abs(p - rounded.probs[i]!));
    expect(mean(differences)).toBeLessThan(0.03);
  });
});

describe('the shipped age and gender network', () => {
  it('answers as PyTorch does', async () => {
    const network = await AgeGenderNetwork.load({ provider: 'cpu', intraOpNumThreads: 1 });
    const faces = toImages(await readGolden('age-gender-input.bin'), AGE_GENDER_CROP.sizePx);
    const golden = JSON.parse((await readGolden('age-gender.json')).toString()) as {
      maxAbs: number;
      answers: [number, number][];
    };
    const answers = await network.infer(faces);
    await network.close();
    const logits = answers.map(({ gender, genderProbability: p }) => (gender === 'male' ? 1 : -1) * Math.log(p / (1 - p)));
    const expected = golden.answers.flat();
    expect(
      greatestDifference(
        logits.flatMap((logit, n) => [logit, answers[n]!.ageYears]),
        expected,
      ),
    ).toBeLessThan(10 * golden.maxAbs);
  });
});

function readGolden(name: string): Promise<Buffer> {
  return readFile(new URL(`../../goldens/${name}`, import.meta.url));
}

/** @param nchw u8[N,3,sizePx,sizePx] */
function toImages(nchw: Uint8Array, sizePx: number): RgbImage[] {
  const plane = sizePx * sizePx;
  return Array.from({ length: nchw.length / (3 * plane) }, (_, n) => {
    const data = new Uint8Array(3 * plane);
    for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) data[i * 3 + c] = nchw[(n * 3 + c) * plane + i]!;
    return { widthPx: sizePx, heightPx: sizePx, data };
  });
}

function greatestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}
