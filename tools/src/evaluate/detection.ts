import { workerConfigSchema } from '@vitrine/contracts';
import { detectionReport, type DetectionReport, type JudgedPicture } from '@vitrine/metrics';
import { fromRgb, type DetectorRuntime } from '@vitrine/models';
import { readMarkedPictures, unstretched } from './boxes.js';
import { detectorOf } from './detector.js';
import { eachWithProgress } from './each-image.js';
import type { EvaluateOptions } from './options.js';

/** Least heights of the faces that are wanted, in pixels of a picture with a longer side of 640. */
const LEAST_PX = [20, 40] as const;
const MIN_IOU = 0.5;
/** Average precision wants unsure detections, too. */
const LEAST_CONFIDENCE = 0.02;

type ByLeastHeight<T> = Readonly<Record<`${(typeof LEAST_PX)[number]}`, T>>;

export interface DetectionEvaluation {
  readonly detector: DetectorRuntime;
  readonly pictures: number;
  readonly inputSizePx: number;
  readonly minIou: number;
  /** The service's threshold, for which recall and precision are. */
  readonly minConfidence: number;
  /** Each by the least height of the faces wanted, `20` and `40` px. */
  readonly faces: ByLeastHeight<number>;
  readonly ap50: ByLeastHeight<number>;
  readonly recall: ByLeastHeight<number>;
  readonly precision: ByLeastHeight<number | null>;
  /** Of one picture with its conversion, one thread, median. */
  readonly msPerPicture: number;
}

/** Runs a detector over pictures of crowds with marked faces. */
export async function evaluateDetection(options: EvaluateOptions): Promise<DetectionEvaluation> {
  const pictures = (await readMarkedPictures(options.data)).slice(0, options.limit);
  const { minConfidence } = workerConfigSchema.parse({}).detection;
  const detector = await detectorOf(options, LEAST_CONFIDENCE);
  const judged: JudgedPicture[] = [];
  const timesMs: number[] = [];
  try {
    await eachWithProgress(pictures, async (picture) => {
      const { image, boxes } = await unstretched(picture, 640);
      const planes = fromRgb(image);
      const started = performance.now();
      const [found] = await detector.detect([planes]);
      timesMs.push(performance.now() - started);
      judged.push({ found: found!, marked: boxes });
    });
  } finally {
    await detector.close();
  }
  const reports = LEAST_PX.map((minHeightPx) => detectionReport(judged, { minHeightPx, minIou: MIN_IOU, minConfidence }));
  const each = <T>(of: (report: DetectionReport) => T): ByLeastHeight<T> =>
    Object.fromEntries(LEAST_PX.map((leastPx, i) => [String(leastPx), of(reports[i]!)])) as ByLeastHeight<T>;
  return {
    detector: detector.runtime,
    pictures: pictures.length,
    inputSizePx: options['input-size'],
    minIou: MIN_IOU,
    minConfidence,
    faces: each(({ faces }) => faces),
    ap50: each(({ averagePrecision }) => averagePrecision),
    recall: each(({ recall }) => recall),
    precision: each(({ precision }) => precision),
    msPerPicture: timesMs.toSorted((p, q) => p - q)[Math.floor(timesMs.length / 2)] ?? Number.NaN,
  };
}
