import type { PointPx } from '../geometry/points.js';
import type { DetectedFace } from './detector.js';

/** Numbers a cell: class, objectness, centre (2), size (2), five points (10). */
export const CELL_PLANES = 16;

/** One output of the network: f32[16,rows,columns], planes. */
export interface CellPlanes {
  readonly strideX: number;
  readonly strideY: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * Reads the faces out of one output of YuNet (Wu et al., 2023): confidence = √(class · objectness), centre = (cell + offset) · stride,
 * size = e^value · stride, points like the centre. Strides may differ along the axes, which undoes a squeezed picture.
 *
 * @returns faces of at least `minConfidence`, overlapping ones too
 */
export function decodeYunet({ strideX, strideY, rows, columns, values }: CellPlanes, minConfidence: number): DetectedFace[] {
  const faces: DetectedFace[] = [];
  const cells = rows * columns;
  // √(p·q) ≥ t needs both p and q ≥ t², so almost every cell is done with after a look at its logits.
  const least = logit(minConfidence * minConfidence);
  for (let cell = 0; cell < cells; cell++) {
    if (values[cell]! < least || values[cells + cell]! < least) continue;
    const confidence = Math.sqrt(sigmoid(values[cell]!) * sigmoid(values[cells + cell]!));
    if (confidence < minConfidence) continue;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const at = (plane: number): number => values[plane * cells + cell]!;
    const point = (plane: number): PointPx => ({ x: (column + at(plane)) * strideX, y: (row + at(plane + 1)) * strideY });
    const centre = point(2);
    const [halfWidth, halfHeight] = [(Math.exp(at(4)) * strideX) / 2, (Math.exp(at(5)) * strideY) / 2];
    faces.push({
      box: [centre.x - halfWidth, centre.y - halfHeight, centre.x + halfWidth, centre.y + halfHeight],
      confidence,
      points: [point(6), point(8), point(10), point(12), point(14)],
    });
  }
  return faces;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  return p <= 0 ? -Infinity : p >= 1 ? Infinity : Math.log(p / (1 - p));
}
