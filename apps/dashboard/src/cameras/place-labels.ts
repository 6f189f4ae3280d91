import type { BoxXyxyNorm } from '@vitrine/contracts';

export interface LabelRequest {
  readonly box: BoxXyxyNorm;
  /** Size of the label as fractions of the picture's width and height. */
  readonly width: number;
  readonly height: number;
}

/** Top left corner of a label, fractions of the picture. */
export interface LabelPlace {
  readonly left: number;
  readonly top: number;
}

const GAP = 0.008;

/**
 * A place for each label near its box: above it, else below, else inside at its top or bottom; the first that covers no label placed
 * before. Labels never leave the picture.
 */
export function placeLabels(requests: readonly LabelRequest[]): LabelPlace[] {
  const placed: (LabelPlace & LabelRequest)[] = [];
  for (const request of requests) {
    const [x0, y0, x1, y1] = request.box;
    const left = within((x0 + x1 - request.width) / 2, 1 - request.width);
    const tops = [y0 - request.height - GAP, y1 + GAP, y0 + GAP, y1 - request.height - GAP];
    const inside = tops.filter((top) => top >= 0 && top + request.height <= 1);
    const free = inside.find((top) => !placed.some((other) => overlaps(other, { ...request, left, top })));
    placed.push({ ...request, left, top: free ?? within(tops[0]!, 1 - request.height) });
  }
  return placed.map(({ left, top }) => ({ left, top }));
}

function within(value: number, largest: number): number {
  return Math.max(0, Math.min(largest, value));
}

function overlaps(a: LabelPlace & LabelRequest, b: LabelPlace & LabelRequest): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
