import { ATTRIBUTE_COUNT, workerConfigSchema } from '@vitrine/contracts';
import { attributeReport, AttributeTable, calibrationError, contradictionRate, type AttributeReport } from '@vitrine/metrics';
import {
  alignmentErrorPx,
  AttributeNetwork,
  cutFace,
  type DetectorRuntime,
  type FaceDetector,
  type FivePoints,
  type RgbImage,
} from '@vitrine/models';
import { cutAligned, FRAMINGS, mirrored, readImage } from './crops.js';
import { detectorOf, findFace, type FoundFace } from './detector.js';
import { eachWithProgress } from './each-image.js';
import { readLabelledFaces, type LabelledFace } from './layouts.js';
import type { EvaluateOptions } from './options.js';

interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
}

export interface AttributeEvaluation extends AttributeReport {
  readonly profile: string;
  readonly modelVersion: string;
  readonly provider: string;
  /** What the networks computed in, fp32 or int8; `precision` is the paper’s measure. */
  readonly networkPrecision: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
  /** null for faces that are aligned already */
  readonly detector: DetectorRuntime | null;
  /** How far from CelebA's own alignment the detector's points put its photos, pixels of the 178×218 frame. */
  readonly alignmentErrorPx: Spread | null;
  readonly calibrationError: number;
  readonly contradictionRate: number;
  readonly contradictionRateOfLabels: number;
  readonly atBalancedThresholds: AttributeReport;
}

/** Runs the product's networks over a folder of labelled faces. */
export async function evaluateAttributes(options: EvaluateOptions & { layout: 'celeba' | 'lfwa' }): Promise<AttributeEvaluation> {
  const faces = (await readLabelledFaces(options.data, options.split)).slice(0, options.limit);
  const config = workerConfigSchema.parse({});
  const { profile, precision } = options;
  const network = await AttributeNetwork.load({ ...config.inference, profile, precision, weightsDir: options.weights });
  const detector = options['through-detector'] ? await detectorOf(options) : null;
  const errorsPx: number[] = [];
  const logits: Float32Array[] = [];
  const judged: LabelledFace[] = [];
  try {
    await eachWithProgress(faces, async (face) => {
      const crop = await cropOf(face.path);
      if (!crop) return;
      logits.push(await judge(crop));
      judged.push(face);
    });
  } finally {
    await Promise.all([network.close(), detector?.close()]);
  }
  const table = new AttributeTable(network.calibrate(flat(logits)), Int8Array.from(judged.flatMap(({ labels }) => labels)));
  const asLabelled = new AttributeTable(Float32Array.from(table.labels), table.labels);
  return {
    profile: network.traits.profile,
    modelVersion: network.traits.version,
    provider: network.traits.provider,
    networkPrecision: network.traits.precision,
    imagesWithoutFace: faces.length - judged.length,
    detector: detector?.runtime ?? null,
    alignmentErrorPx: options.layout === 'celeba' && errorsPx.length > 0 ? spread(errorsPx) : null,
    ...attributeReport(table, new Array<number>(ATTRIBUTE_COUNT).fill(0.5)),
    calibrationError: calibrationError(table),
    contradictionRate: contradictionRate(table),
    contradictionRateOfLabels: contradictionRate(asLabelled),
    atBalancedThresholds: attributeReport(table, network.traits.balancedThresholds),
  };

  async function cropOf(path: string): Promise<RgbImage | null> {
    const image = await readImage(path);
    const { crop } = network;
    if (detector) return cutDetected(image, detector);
    return cutAligned(image, FRAMINGS[options.layout], { sizePx: crop.sizePx, path });
  }

  async function cutDetected(image: RgbImage, by: FaceDetector): Promise<RgbImage | null> {
    const found = await findFace(image, by);
    if (!found) return null;
    errorsPx.push(alignmentErrorPx(pointsInPortrait(found), by.template));
    return cutFace(found.image, found.face.points, by.template, network.crop);
  }

  /** @returns logits f32[40] */
  async function judge(crop: RgbImage): Promise<Float32Array> {
    const views = options.mirror ? [crop, mirrored(crop)] : [crop];
    const logits = await network.infer(views.map(({ data }) => data));
    return logits
      .slice(0, ATTRIBUTE_COUNT)
      .map((logit, i) => (options.mirror ? (logit + logits[ATTRIBUTE_COUNT + i]!) / 2 : logit));
  }
}

/** CelebA's photos are aligned in their frame, so the points must be told in its pixels. */
function pointsInPortrait({ face, marginPx }: FoundFace): FivePoints {
  return face.points.map(({ x, y }) => ({ x: x - marginPx.x, y: y - marginPx.y })) as unknown as FivePoints;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((p, q) => p - q);
  const quantile = (q: number): number => sorted[Math.floor(q * (sorted.length - 1))]!;
  return { mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, median: quantile(0.5), p90: quantile(0.9) };
}

function flat(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * ATTRIBUTE_COUNT);
  rows.forEach((row, i) => all.set(row, i * ATTRIBUTE_COUNT));
  return all;
}
