import { ATTRIBUTE_COUNT, workerConfigSchema } from '@vitrine/contracts';
import {
  alignFace,
  assessFaceQuality,
  AttributeNetworks,
  FaceEngine,
  inScene,
  QUALITY_CROP,
  type RgbImage,
} from '@vitrine/models';
import { readImage } from '../evaluate/crops.js';
import { eachWithProgress } from '../evaluate/each-image.js';

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
  const networks = await AttributeNetworks.load(config.inference);
  const engine = await FaceEngine.start(config.detection);
  const found: { crop: RgbImage; quality: number }[] = [];
  try {
    await eachWithProgress(photos, async (path) => {
      const photo = await readImage(path);
      const scene = portraits ? inScene(photo) : photo;
      const detections = await engine.detect(scene);
      for (const { box } of detections.toSorted((one, other) => one.box[0] - other.box[0])) {
        const landmarks = await engine.landmarks(scene, box);
        const quality = assessFaceQuality(alignFace(scene, landmarks, QUALITY_CROP), landmarks, box).score;
        found.push({ crop: alignFace(scene, landmarks, networks.crop), quality });
      }
    });
    const best = new Set(found.toSorted((one, other) => other.quality - one.quality).slice(0, count));
    const faces = await judge(
      found.filter((face) => best.has(face)).map(({ crop }) => crop),
      networks,
    );
    return { faces, found: found.length, balancedThresholds: networks.balancedThresholds, modelVersion: networks.modelVersion };
  } finally {
    await Promise.all([networks.close(), engine.close()]);
  }
}

async function judge(crops: readonly RgbImage[], networks: AttributeNetworks): Promise<JudgedFace[]> {
  const [{ probs }, abstractions] = await Promise.all([networks.infer(crops), networks.abstract(crops)]);
  const { sizePx } = networks.crop;
  const values = 3 * sizePx * sizePx;
  return crops.map((crop, i) => ({
    crop,
    abstraction: toImage(abstractions.subarray(i * values, (i + 1) * values), sizePx),
    probs: probs.slice(i * ATTRIBUTE_COUNT, (i + 1) * ATTRIBUTE_COUNT),
  }));
}

/** @param chw f32[3,S,S] in −1..1 */
function toImage(chw: Float32Array, sizePx: number): RgbImage {
  const plane = sizePx * sizePx;
  const data = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) data[3 * i + c] = Math.round((chw[c * plane + i]! + 1) * 127.5);
  }
  return { widthPx: sizePx, heightPx: sizePx, data };
}
