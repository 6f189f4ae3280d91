import { ATTRIBUTE_COUNT, workerConfigSchema } from '@vitrine/contracts';
import { AttributeNetwork, cutFace, faceQuality, fromRgb, inScene, openDetector, type RgbImage } from '@vitrine/models';
import { readImage } from '../evaluate/crops.js';
import { eachWithProgress } from '../evaluate/each-image.js';

/** Photos are sharp, grey levels²: what tells their faces apart is size and pose. */
const SHARP = 200;

/** A face with everything the networks make of it. */
export interface JudgedFace {
  /** As both networks see it. */
  readonly crop: RgbImage;
  readonly abstraction: RgbImage;
  /** f32[40], calibrated. */
  readonly probs: Float32Array;
}

export interface JudgedFaces {
  readonly faces: readonly JudgedFace[];
  /** All that the detector found, of which `faces` are the best. */
  readonly found: number;
  readonly balancedThresholds: readonly number[];
  readonly modelVersion: string;
}

export interface FacesWanted {
  readonly count: number;
  /** Faces fill the pictures: look with room around them, for a detector does not look for a face that fills the frame. */
  readonly portraits: boolean;
}

/** Finds, aligns and judges the faces of photos as the service does. @returns the `count` faces of the best quality, in the photos' order */
export async function judgeFaces(photos: readonly string[], { count, portraits }: FacesWanted): Promise<JudgedFaces> {
  const config = workerConfigSchema.parse({});
  const network = await AttributeNetwork.load(config.inference);
  const detector = await openDetector(config.detection, config.inference);
  const found: { crop: RgbImage; quality: number }[] = [];
  try {
    await eachWithProgress(photos, async (path) => {
      const photo = await readImage(path);
      const scene = fromRgb(portraits ? inScene(photo) : photo);
      const [detections] = await detector.detect([scene]);
      for (const { box, points } of detections!.toSorted((one, other) => one.box[0] - other.box[0])) {
        const quality = faceQuality(box, points, SHARP).score;
        found.push({ crop: cutFace(scene, points, detector.template, network.crop), quality });
      }
    });
    const best = new Set(found.toSorted((one, other) => other.quality - one.quality).slice(0, count));
    const faces = await judge(
      found.filter((face) => best.has(face)).map(({ crop }) => crop),
      network,
    );
    return {
      faces,
      found: found.length,
      balancedThresholds: network.traits.balancedThresholds,
      modelVersion: network.traits.version,
    };
  } finally {
    await Promise.all([network.close(), detector.close()]);
  }
}

async function judge(crops: readonly RgbImage[], network: AttributeNetwork): Promise<JudgedFace[]> {
  const pixels = crops.map(({ data }) => data);
  const probs = network.calibrate(await network.infer(pixels));
  const abstractions = await network.abstract(pixels);
  const { sizePx } = network.crop;
  const bytes = 3 * sizePx * sizePx;
  return crops.map((crop, i) => ({
    crop,
    abstraction: { widthPx: sizePx, heightPx: sizePx, data: abstractions.slice(i * bytes, (i + 1) * bytes) },
    probs: probs.slice(i * ATTRIBUTE_COUNT, (i + 1) * ATTRIBUTE_COUNT),
  }));
}
