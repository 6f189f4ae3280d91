import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupPhotos, readRgb } from '../fixtures/sample-data.js';
import { cropImage } from '../image/crop.js';
import { blackImage, type RgbImage } from '../image/rgb-image.js';
import { resizeBilinear } from '../image/resize.js';
import { FaceEngine } from './face-engine.js';
import { loadFaceApi, faceApiModelDir } from './tensorflow.js';
import { detectTiny } from './tiny-detector.js';

const WIDTH_PX = 640;

async function groupPhoto(index: number): Promise<RgbImage> {
  const photo = await readRgb(groupPhotos()[index]!);
  return resizeBilinear(photo, WIDTH_PX, Math.round((photo.heightPx * WIDTH_PX) / photo.widthPx));
}

describe('the face engine', () => {
  let engine: FaceEngine;

  beforeAll(async () => {
    engine = await FaceEngine.start({ model: 'tiny', inputSizePx: 608, minConfidence: 0.5, threads: 1 });
  });

  afterAll(() => engine.close());

  it('runs on wasm or on TensorFlow, never on plain JavaScript', () => {
    expect(['wasm', 'tensorflow']).toContain(engine.backend);
  });

  it('finds, measures and judges the faces of a photo', async () => {
    const photo = await groupPhoto(0);
    const faces = await engine.detect(photo);
    expect(faces.length).toBeGreaterThanOrEqual(3);
    for (const { box } of faces) {
      const { points } = await engine.landmarks(photo, box);
      const { ageYears, gender, genderProbability } = await engine.ageGender(photo, box);
      expect(points).toHaveLength(68);
      // Left eye (iBUG 36) left of the right one (45), both above the chin (8).
      expect(points[36]!.x).toBeLessThan(points[45]!.x);
      expect(Math.max(points[36]!.y, points[45]!.y)).toBeLessThan(points[8]!.y);
      expect(ageYears).toBeGreaterThan(15);
      expect(ageYears).toBeLessThan(60);
      expect(genderProbability).toBeGreaterThanOrEqual(0.5);
      expect(['female', 'male']).toContain(gender);
    }
  });

  it('sees no face where there is none', async () => {
    expect(await engine.detect(blackImage(640, 360))).toEqual([]);
  });

  it('keeps no tensor', async () => {
    const photo = await groupPhoto(1);
    const use = async () => {
      const [face] = await engine.detect(photo);
      await engine.landmarks(photo, face!.box);
      await engine.ageGender(photo, face!.box);
    };
    await use();
    const before = await engine.tensorCount();
    for (let i = 0; i < 3; i++) await use();
    expect(await engine.tensorCount()).toBe(before);
  });

  it('refuses an image whose bytes are not its size, and goes on', async () => {
    const broken = { widthPx: 640, heightPx: 360, data: new Uint8Array(10) };
    await expect(engine.detect(broken)).rejects.toMatchObject({ code: 'input_invalid' });
    expect(await engine.detect(blackImage(64, 64))).toEqual([]);
  });

  it('copes with a box outside the picture', async () => {
    const photo = await groupPhoto(0);
    const { points } = await engine.landmarks(photo, [-500, -500, -400, -400]);
    expect(points).toHaveLength(68);
  });
});

describe('the tiny detector', () => {
  it('finds the boxes that face-api itself finds', async () => {
    const { api } = await loadFaceApi();
    await api.nets.tinyFaceDetector.loadFromDisk(faceApiModelDir());
    const photo = await groupPhoto(2);
    // A square of whole cells, so that neither side pads or resizes.
    const square = resizeBilinear(cropImage(photo, [0, 0, photo.heightPx, photo.heightPx]), 416, 416);
    const tensor = api.tf.tensor3d(square.data, [416, 416, 3], 'int32');
    const options = new api.TinyFaceDetectorOptions({ inputSize: 416, scoreThreshold: 0.3 });
    const theirs = await api.nets.tinyFaceDetector.locateFaces(tensor, options);
    const ours = await detectTiny(api.tf, api.nets.tinyFaceDetector, square, { inputSizePx: 416, minConfidence: 0.3 });
    tensor.dispose();
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours).toHaveLength(theirs.length);
    const byPlace = (p: number[], q: number[]) => p[0]! - q[0]!;
    const boxes = theirs.map(({ box }) => [box.left, box.top, box.right, box.bottom]).sort(byPlace);
    ours
      .map(({ box }) => [...box])
      .sort(byPlace)
      .forEach((box, i) => box.forEach((value, j) => expect(Math.abs(value - boxes[i]![j]!)).toBeLessThan(1)));
  });
});
