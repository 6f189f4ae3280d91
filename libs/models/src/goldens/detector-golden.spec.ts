// goldens/detector.json comes from PyTorch: what ships finds what was trained to be found, in a picture that is drawn by formula.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { Tensor } from 'onnxruntime-node';
import { CELL_PLANES, decodeYunet } from '../detect/decode-yunet.js';
import { suppressOverlaps } from '../detect/suppress-overlaps.js';
import { missing } from '../fixtures/detectors.js';
import { openSessions } from '../runtime/sessions.js';
import { packagedWeightsDir } from '../weights/weights-folder.js';

interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly rgb: readonly [number, number, number];
}

interface DetectorGolden {
  readonly picture: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly ground: readonly [number, number, number];
    readonly ellipses: readonly Ellipse[];
  };
  readonly detection: { readonly minScore: number; readonly nmsIou: number };
  readonly tolerances: { readonly scoreMaxAbs: number; readonly pxMaxAbs: number };
  readonly faces: readonly {
    readonly score: number;
    readonly boxXyxyPx: readonly number[];
    readonly pointsXyPx: readonly (readonly [number, number])[];
  }[];
}

const skipped = missing('yunet');

it.skipIf(skipped !== null)(skipped ?? 'the detector finds the faces that PyTorch finds', async () => {
  const golden = JSON.parse(await readFile(new URL('../../goldens/detector.json', import.meta.url), 'utf8')) as DetectorGolden;
  const { tolerances } = golden;
  const found = await detect(golden);
  expect(found).toHaveLength(golden.faces.length);
  golden.faces.forEach(({ score, boxXyxyPx, pointsXyPx }, i) => {
    const { confidence, box, points } = found[i]!;
    expect(Math.abs(confidence - score)).toBeLessThanOrEqual(tolerances.scoreMaxAbs);
    const [actual, expected] = [
      [...box, ...points.flatMap(({ x, y }) => [x, y])],
      [...boxXyxyPx, ...pointsXyPx.flat()],
    ];
    actual.forEach((px, j) => expect(Math.abs(px - expected[j]!)).toBeLessThanOrEqual(tolerances.pxMaxAbs));
  });
});

async function detect({ picture, detection }: DetectorGolden) {
  const { widthPx, heightPx } = picture;
  const detector = await readFile(`${packagedWeightsDir()}detector/detector.onnx`);
  const { networks } = await openSessions({ files: { detector }, provider: 'cpu', intraOpNumThreads: 1 });
  const outputs = await networks.detector.run({ image: new Tensor('uint8', draw(picture), [1, heightPx, widthPx, 3]) });
  await networks.detector.release();
  const faces = [8, 16, 32].flatMap((stridePx) => {
    const [rows, columns] = [heightPx / stridePx, widthPx / stridePx];
    const { data, dims } = outputs[`cells${stridePx}`]!;
    expect(dims).toEqual([1, CELL_PLANES, rows, columns]);
    const cells = { strideX: stridePx, strideY: stridePx, rows, columns, values: data as Float32Array };
    return decodeYunet(cells, detection.minScore);
  });
  return suppressOverlaps(faces, detection.nmsIou);
}

/** A pixel belongs to an ellipse where (column − x)²·ry² + (row − y)²·rx² ≤ rx²·ry²; the last one painted is seen. @returns u8[H,W,3] */
function draw({ widthPx, heightPx, ground, ellipses }: DetectorGolden['picture']): Uint8Array {
  const pixels = new Uint8Array(3 * widthPx * heightPx);
  for (let i = 0; i < widthPx * heightPx; i++) {
    const [column, row] = [i % widthPx, Math.floor(i / widthPx)];
    const isInside = ({ x, y, rx, ry }: Ellipse) => ((column - x) * ry) ** 2 + ((row - y) * rx) ** 2 <= (rx * ry) ** 2;
    pixels.set(ellipses.findLast(isInside)?.rgb ?? ground, 3 * i);
  }
  return pixels;
}
