import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupPhotos, readRgb } from '../fixtures/sample-data.js';
import { fromRgb, planarImage, type PlanarImage } from '../image/planar-image.js';
import { InferencePool, type InferencePoolOptions } from './inference-pool.js';

const OPTIONS: InferencePoolOptions = {
  detection: { engine: 'face-api', model: 'tiny', inputSizePx: 608, minConfidence: 0.5 },
  inference: { profile: 'compact', provider: 'cpu', precision: 'fp32', intraOpNumThreads: 1 },
  threads: 2,
};
const GATE = { minFacePx: 24, minSharpness: 7, maxYawDeg: 60, maxRollDeg: 45 };

describe('the inference pool', () => {
  let pool: InferencePool;
  let photo: PlanarImage;

  beforeAll(async () => {
    pool = await InferencePool.start(OPTIONS);
    photo = fromRgb(await readRgb(groupPhotos()[3]!));
  }, 60_000);

  afterAll(() => pool.close());

  it('says what runs, on what', () => {
    expect(pool.runtime.attributes).toMatchObject({ profile: 'compact', provider: 'cpu', precision: 'fp32' });
    expect(pool.runtime.detector.engine).toBe('face-api-tiny');
  });

  it('finds, cuts and judges the faces of a frame', async () => {
    const faces = await pool.detect(photo);
    expect(faces.length).toBeGreaterThanOrEqual(3);
    const cut = await pool.cut(photo, faces, GATE);
    expect(cut.map(({ refusal }) => refusal)).toEqual(faces.map(() => null));
    const crops = cut.map((face) => face.crops!);
    expect(crops.map(({ ageGenderNhwc }) => ageGenderNhwc.length)).toEqual(faces.map(() => 96 * 96 * 3));
    const answers = await pool.judge(crops);
    const readings = answers.map((answer) => pool.read(answer));
    for (const { gender } of readings) expect(['female', 'unknown']).toContain(gender);
    expect(readings[0]!.probabilities).toHaveLength(40);
  });

  it('says why a face is not cut, and reads no pixel of one that is small or turned', async () => {
    const [face] = await pool.detect(photo);
    const refusals = await Promise.all([
      pool.cut(photo, [face!], { ...GATE, minFacePx: 2_000 }),
      pool.cut(photo, [face!], { ...GATE, minSharpness: 100_000 }),
    ]);
    expect(refusals.flat().map(({ refusal, crops }) => [refusal, crops])).toEqual([
      ['small', null],
      ['blurred', null],
    ]);
    expect(refusals.flat().map(({ quality }) => quality.sharpness > 0)).toEqual([false, true]);
  });

  it('cuts only what is better than the best so far', async () => {
    const [face] = await pool.detect(photo);
    const [first] = await pool.cut(photo, [face!], GATE);
    const { score } = first!.quality;
    const [again, better] = await pool.cut(
      photo,
      [
        { ...face!, scoreToBeat: score },
        { ...face!, scoreToBeat: 0.99 * score },
      ],
      GATE,
    );
    expect(again).toMatchObject({ refusal: null, crops: null });
    expect(better!.crops).not.toBeNull();
  });

  it('reads a frame over shared memory where it is', async () => {
    const frame = planarImage(640, 360);
    frame.y.fill(235);
    const { data } = await pool.picture(frame, 64);
    expect(data).toHaveLength(64 * 36 * 3);
    expect(new Set(data)).toEqual(new Set([255]));
    expect(frame.y.byteLength).toBe(640 * 360);
  });

  it('sees no face where there is none', async () => {
    expect(await pool.detect(planarImage(640, 360))).toEqual([]);
    expect(await pool.cut(planarImage(640, 360), [], GATE)).toEqual([]);
    expect(await pool.judge([])).toEqual([]);
  });

  it('refuses a picture whose planes are not its size, and crops given twice; others go on', async () => {
    const broken = { ...planarImage(64, 64), heightPx: 360 };
    await expect(pool.detect(broken)).rejects.toMatchObject({ code: 'input_invalid' });
    const [face] = await pool.detect(photo);
    const [cut] = await pool.cut(photo, [face!], GATE);
    await pool.judge([cut!.crops!]);
    await expect(pool.judge([cut!.crops!])).rejects.toMatchObject({ code: 'input_invalid' });
    expect(await pool.detect(planarImage(64, 64))).toEqual([]);
    expect(pool.status()).toMatchObject({ threads: 2, waiting: 0, restarts: 0, abandoned: 0 });
  });
});

it('does not start without weights, and says which', async () => {
  const weightsDir = await mkdtemp(join(tmpdir(), 'vitrine-weights-'));
  const start = InferencePool.start({ ...OPTIONS, threads: 1, inference: { ...OPTIONS.inference, weightsDir } });
  await expect(start).rejects.toMatchObject({ code: 'weights_missing' });
  await rm(weightsDir, { recursive: true });
});

it('refuses what comes after its end', async () => {
  const pool = await InferencePool.start({ ...OPTIONS, threads: 1 });
  await pool.close();
  await expect(pool.detect(planarImage(64, 64))).rejects.toMatchObject({ code: 'inference_closed' });
});
