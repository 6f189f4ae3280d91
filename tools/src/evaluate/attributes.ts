import { ATTRIBUTE_COUNT, workerConfigSchema } from '@vitrine/contracts';
import { attributeReport, AttributeTable, calibrationError, contradictionRate, type AttributeReport } from '@vitrine/metrics';
import { AttributeNetworks, FaceEngine, type RgbImage } from '@vitrine/models';
import { cutAligned, cutDetected, FRAMINGS, mirrored, readImage } from './crops.js';
import { eachWithProgress } from './each-image.js';
import { readLabelledFaces, type LabelledFace } from './layouts.js';
import type { EvaluateOptions } from './options.js';

export interface AttributeEvaluation extends AttributeReport {
  readonly profile: string;
  readonly modelVersion: string;
  readonly provider: string;
  /** What the networks computed in, fp32 or int8; `precision` is the paper’s measure. */
  readonly networkPrecision: string;
  /** Images in which the detector found no face; they count in nothing else. */
  readonly imagesWithoutFace: number;
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
  const networks = await AttributeNetworks.load({ ...config.inference, profile, precision });
  const engine = options['through-detector'] ? await FaceEngine.start(config.detection) : null;
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
    await Promise.all([networks.close(), engine?.close()]);
  }
  const table = new AttributeTable(networks.calibrate(flat(logits)), Int8Array.from(judged.flatMap(({ labels }) => labels)));
  const asLabelled = new AttributeTable(Float32Array.from(table.labels), table.labels);
  return {
    profile: networks.profile,
    modelVersion: networks.modelVersion,
    provider: networks.provider,
    networkPrecision: networks.precision,
    imagesWithoutFace: faces.length - judged.length,
    ...attributeReport(table, new Array<number>(ATTRIBUTE_COUNT).fill(0.5)),
    calibrationError: calibrationError(table),
    contradictionRate: contradictionRate(table),
    contradictionRateOfLabels: contradictionRate(asLabelled),
    atBalancedThresholds: attributeReport(table, networks.balancedThresholds),
  };

  async function cropOf(path: string): Promise<RgbImage | null> {
    const image = await readImage(path);
    const { crop } = networks;
    if (engine) return cutDetected(image, engine, crop);
    return cutAligned(image, FRAMINGS[options.layout], { sizePx: crop.sizePx, path });
  }

  /** @returns logits f32[40] */
  async function judge(crop: RgbImage): Promise<Float32Array> {
    const views = options.mirror ? [crop, mirrored(crop)] : [crop];
    const { logits } = await networks.infer(views);
    return logits
      .slice(0, ATTRIBUTE_COUNT)
      .map((logit, i) => (options.mirror ? (logit + logits[ATTRIBUTE_COUNT + i]!) / 2 : logit));
  }
}

function flat(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * ATTRIBUTE_COUNT);
  rows.forEach((row, i) => all.set(row, i * ATTRIBUTE_COUNT));
  return all;
}
