import type { TinyFaceDetector, tf } from '@vladmandic/face-api';
import type { BoxXyxyPx } from '../geometry/box.js';
import type { RgbImage } from '../image/rgb-image.js';
import { suppressOverlaps } from './suppress-overlaps.js';

/** Pixels of the input that one cell of the output covers. */
const CELL_PX = 32;
/** Numbers for one anchor: x, y, width, height, objectness. */
const ANCHOR_VALUES = 5;
/** face-api's constants for this network (tinyFaceDetector/const.ts). */
const MEAN_RGB = [117.001, 114.697, 97.404] as const;
const MAX_IOU = 0.4;

export interface BoxWithConfidence {
  readonly box: BoxXyxyPx;
  readonly confidence: number;
}

type RunnableDetector = TinyFaceDetector & { runMobilenet(input: tf.Tensor4D, params: TinyFaceDetector['params']): tf.Tensor4D };

/**
 * face-api's tiny detector on a picture of any shape. face-api itself pads to a square first, which on a 16:9 frame spends 44 % of the
 * work on black; the network is convolutional, so a picture of whole cells is enough. Decoding follows YOLOv2 (Redmon & Farhadi,
 * 2016): the spec holds it to face-api's own boxes.
 *
 * @param picture both sides multiples of 32
 * @returns boxes in pixels of `picture`
 */
export async function detectTiny(
  tensorflow: typeof tf,
  detector: TinyFaceDetector,
  picture: RgbImage,
  minConfidence: number,
): Promise<BoxWithConfidence[]> {
  const { widthPx, heightPx, data } = picture;
  const output = tensorflow.tidy(() => {
    const pixels = tensorflow.tensor4d(Float32Array.from(data), [1, heightPx, widthPx, 3]);
    const input = tensorflow.div<tf.Tensor4D>(tensorflow.sub(pixels, tensorflow.tensor1d([...MEAN_RGB])), 255);
    const network = detector as RunnableDetector;
    return network.runMobilenet(input, network.params); // [1, rows, columns, 5 anchors × 5]
  });
  try {
    const cells = { rows: heightPx / CELL_PX, columns: widthPx / CELL_PX };
    return suppressOverlaps(decode(await output.data(), cells, { anchors: detector.anchors, minConfidence }), MAX_IOU);
  } finally {
    output.dispose();
  }
}

interface Anchors {
  readonly anchors: readonly { x: number; y: number }[];
  readonly minConfidence: number;
}

function decode(
  values: ArrayLike<number>,
  cells: { rows: number; columns: number },
  { anchors, minConfidence }: Anchors,
): BoxWithConfidence[] {
  const found: BoxWithConfidence[] = [];
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
