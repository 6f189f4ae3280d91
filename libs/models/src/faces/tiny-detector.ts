import type { TinyFaceDetector, tf } from '@vladmandic/face-api';
import { resizeBilinear } from '../image/resize.js';
import type { RgbImage } from '../image/rgb-image.js';
import type { FaceDetection } from './options.js';
import { suppressOverlaps } from './suppress-overlaps.js';

/** Pixels of the input that one cell of the output covers. */
const CELL_PX = 32;
/** Numbers for one anchor: x, y, width, height, objectness. */
const ANCHOR_VALUES = 5;
/** face-api's constants for this network (tinyFaceDetector/const.ts). */
const MEAN_RGB = [117.001, 114.697, 97.404] as const;
const MAX_IOU = 0.4;

type RunnableDetector = TinyFaceDetector & { runMobilenet(input: tf.Tensor4D, params: TinyFaceDetector['params']): tf.Tensor4D };

/**
 * face-api's tiny detector on a picture of any shape. face-api itself pads to a square first, which on a 16:9 frame spends 44 % of the
 * work on black; the network is convolutional, so here the picture is padded only to whole cells. Decoding follows YOLOv2
 * (Redmon & Farhadi, 2016): the spec holds it to face-api's own boxes.
 */
export async function detectTiny(
  tensorflow: typeof tf,
  detector: TinyFaceDetector,
  image: RgbImage,
  limits: { inputSizePx: number; minConfidence: number },
): Promise<FaceDetection[]> {
  const scale = limits.inputSizePx / Math.max(image.widthPx, image.heightPx);
  const input = paddedInput(resizeBilinear(image, Math.round(image.widthPx * scale), Math.round(image.heightPx * scale)));
  const output = tensorflow.tidy(() => {
    const pixels = tensorflow.tensor4d(input.values, [1, input.heightPx, input.widthPx, 3]);
    const network = detector as RunnableDetector;
    return network.runMobilenet(pixels, network.params); // [1, rows, columns, 5 anchors × 5]
  });
  try {
    const cells = { rows: input.heightPx / CELL_PX, columns: input.widthPx / CELL_PX };
    const found = decode(await output.data(), cells, { anchors: detector.anchors, minConfidence: limits.minConfidence });
    return suppressOverlaps(found, MAX_IOU).map(({ box, confidence }) => ({
      box: [box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale],
      confidence,
    }));
  } finally {
    output.dispose();
  }
}

/** @returns f32[H,W,3], (value − mean) / 255, black to the right and below up to whole cells */
function paddedInput(image: RgbImage): { widthPx: number; heightPx: number; values: Float32Array } {
  const widthPx = Math.ceil(image.widthPx / CELL_PX) * CELL_PX;
  const heightPx = Math.ceil(image.heightPx / CELL_PX) * CELL_PX;
  const values = new Float32Array(widthPx * heightPx * 3);
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    const row = y < image.heightPx ? y * image.widthPx * 3 : -1;
    for (let x = 0; x < widthPx; x++) {
      const pixel = row >= 0 && x < image.widthPx ? row + x * 3 : -1;
      for (let c = 0; c < 3; c++) {
        values[at++] = ((pixel >= 0 ? image.data[pixel + c]! : 0) - MEAN_RGB[c]!) / 255;
      }
    }
  }
  return { widthPx, heightPx, values };
}

interface Anchors {
  readonly anchors: readonly { x: number; y: number }[];
  readonly minConfidence: number;
}

function decode(
  values: ArrayLike<number>,
  cells: { rows: number; columns: number },
  { anchors, minConfidence }: Anchors,
): FaceDetection[] {
  const found: FaceDetection[] = [];
  let at = 0;
  for (let row = 0; row < cells.rows; row++) {
    for (let column = 0; column < cells.columns; column++) {
      for (const anchor of anchors) {
        const confidence = sigmoid(values[at + 4]!);
        if (confidence > minConfidence) {
          const x = (column + sigmoid(values[at]!)) * CELL_PX;
          const y = (row + sigmoid(values[at + 1]!)) * CELL_PX;
          const halfWidth = (Math.exp(values[at + 2]!) * anchor.x * CELL_PX) / 2;
          const halfHeight = (Math.exp(values[at + 3]!) * anchor.y * CELL_PX) / 2;
          found.push({ box: [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight], confidence });
        }
        at += ANCHOR_VALUES;
      }
    }
  }
  return found;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
