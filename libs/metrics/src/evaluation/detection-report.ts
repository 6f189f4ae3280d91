/** A box in pixels of one picture: left, top, right, bottom edge. */
export type PictureBox = readonly [x0: number, y0: number, x1: number, y1: number];

export interface FoundBox {
  readonly box: PictureBox;
  readonly confidence: number;
}

/** What a detector made of one picture, and what people marked in it. */
export interface JudgedPicture {
  readonly found: readonly FoundBox[];
  readonly marked: readonly PictureBox[];
}

export interface DetectionLimits {
  /** Faces lower than this are neither wanted nor held against the detector. */
  readonly minHeightPx: number;
  /** Intersection over union from which a face is found. */
  readonly minIou: number;
  /** From which confidence on precision and recall are counted. */
  readonly minConfidence: number;
}

export interface DetectionReport {
  /** Faces that are wanted. */
  readonly faces: number;
  /** Area under precision against recall. */
  readonly averagePrecision: number;
  readonly recall: number;
  /** null where nothing was found */
  readonly precision: number | null;
}

interface Scored {
  readonly confidence: number;
  readonly isRight: boolean;
}

/**
 * How well a detector finds the faces of pictures. Each face is found once, by the most confident detection that overlaps it; who finds a
 * face that is too low to be wanted gains and loses nothing, and neither does a low detection that matches none, for a face that nobody
 * marked because it is small is no mistake.
 */
export function detectionReport(pictures: readonly JudgedPicture[], limits: DetectionLimits): DetectionReport {
  const scored = pictures.flatMap((picture) => match(picture, limits)).sort((p, q) => q.confidence - p.confidence);
  const faces = pictures.reduce((sum, { marked }) => sum + marked.filter((box) => isWanted(box, limits)).length, 0);
  const sure = scored.filter(({ confidence }) => confidence >= limits.minConfidence);
  const right = sure.filter(({ isRight }) => isRight).length;
  return {
    faces,
    averagePrecision: averagePrecision(scored, faces),
    recall: right / faces,
    precision: sure.length === 0 ? null : right / sure.length,
  };
}

/** The detections that count, and whether each found a face that nobody better had. */
function match({ found, marked }: JudgedPicture, limits: DetectionLimits): Scored[] {
  const free = new Set(marked);
  const scored: Scored[] = [];
  for (const { box, confidence } of found.toSorted((p, q) => q.confidence - p.confidence)) {
    const nearest = [...free].reduce<{ face: PictureBox | null; iou: number }>(
      (best, face) => (overlap(box, face) > best.iou ? { face, iou: overlap(box, face) } : best),
      { face: null, iou: 0 },
    );
    if (nearest.face && nearest.iou >= limits.minIou) {
      free.delete(nearest.face);
      if (isWanted(nearest.face, limits)) scored.push({ confidence, isRight: true });
    } else if (isWanted(box, limits)) scored.push({ confidence, isRight: false });
  }
  return scored;
}

/** Precision made monotonic from the right, as PASCAL VOC 2010 and COCO do. @param scored the most confident first */
function averagePrecision(scored: readonly Scored[], faces: number): number {
  let hits = 0;
  const precisions = scored.map(({ isRight }, i) => {
    if (isRight) hits += 1;
    return hits / (i + 1);
  });
  let best = 0;
  let area = 0;
  for (let i = scored.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i]!);
    if (scored[i]!.isRight) area += best;
  }
  return area / faces;
}

function isWanted([, y0, , y1]: PictureBox, { minHeightPx }: DetectionLimits): boolean {
  return y1 - y0 >= minHeightPx;
}

function overlap(p: PictureBox, q: PictureBox): number {
  const width = Math.max(0, Math.min(p[2], q[2]) - Math.max(p[0], q[0]));
  const height = Math.max(0, Math.min(p[3], q[3]) - Math.max(p[1], q[1]));
  const area = ([x0, y0, x1, y1]: PictureBox) => (x1 - x0) * (y1 - y0);
  const shared = width * height;
  return shared === 0 ? 0 : shared / (area(p) + area(q) - shared);
}
