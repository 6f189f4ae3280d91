import { expect, it } from 'vitest';
import { detectorNamed } from '../fixtures/detectors.js';
import { groupPhotos, readRgb } from '../fixtures/sample-data.js';
import { cropImage } from '../image/crop.js';
import { fromRgb } from '../image/planar-image.js';
import { resizeBilinear } from '../image/resize.js';
import { detectTiny } from './face-api-tiny.js';
import { faceApiModelDir, loadFaceApi } from './tensorflow.js';

it('finds with the tiny network the boxes that face-api itself finds', async () => {
  const { api } = await loadFaceApi();
  await api.nets.tinyFaceDetector.loadFromDisk(faceApiModelDir());
  const photo = await readRgb(groupPhotos()[2]!);
  // A square of whole cells, so that neither side pads or resizes.
  const square = resizeBilinear(cropImage(photo, [0, 0, photo.heightPx, photo.heightPx]), 416, 416);
  const tensor = api.tf.tensor3d(square.data, [416, 416, 3], 'int32');
  const options = new api.TinyFaceDetectorOptions({ inputSize: 416, scoreThreshold: 0.3 });
  const theirs = await api.nets.tinyFaceDetector.locateFaces(tensor, options);
  const ours = await detectTiny(api.tf, api.nets.tinyFaceDetector, square, 0.3);
  tensor.dispose();
  const byPlace = (p: readonly number[], q: readonly number[]) => p[0]! - q[0]!;
  const expected = theirs.map(({ box }) => [box.left, box.top, box.right, box.bottom]).sort(byPlace);
  const boxes = ours.map(({ box }) => [...box]).sort(byPlace);
  expect(expected.length).toBeGreaterThan(0);
  expect(boxes).toHaveLength(expected.length);
  boxes.forEach((box, i) => box.forEach((value, j) => expect(Math.abs(value - expected[i]![j]!)).toBeLessThan(1)));
});

it('keeps no tensor', async () => {
  const { api } = await loadFaceApi();
  const tensors = (): number => (api.tf as unknown as { memory(): { numTensors: number } }).memory().numTensors;
  const detector = await detectorNamed('face-api-tiny');
  const photo = fromRgb(await readRgb(groupPhotos()[1]!));
  await detector.detect([photo]);
  const before = tensors();
  await detector.detect([photo, photo]);
  expect(tensors()).toBe(before);
  await detector.close();
});
