import { workerConfigSchema } from '@vitrine/contracts';
import {
  cutFace,
  fromRgb,
  inScene,
  openDetector,
  type DetectedFace,
  type FaceDetector,
  type NetworkCrop,
  type PlanarImage,
  type RgbImage,
} from '@vitrine/models';
import type { EvaluateOptions } from './options.js';

/** Opens the detector that the options name, as the service would. @param minConfidence the service's own threshold when absent */
export function detectorOf(options: EvaluateOptions, minConfidence?: number): Promise<FaceDetector> {
  const { detection, inference } = workerConfigSchema.parse({});
  const [engine, model] = options.engine === 'yunet' ? (['yunet', 'tiny'] as const) : ENGINES[options.engine];
  return openDetector(
    { engine, model, inputSizePx: options['input-size'], minConfidence: minConfidence ?? detection.minConfidence },
    { ...inference, weightsDir: options.weights },
  );
}

const ENGINES = { 'face-api-tiny': ['face-api', 'tiny'], 'face-api-ssd': ['face-api', 'ssd'] } as const;

/** A portrait as a camera would show it, and the largest face in it. */
export interface FoundFace {
  readonly image: PlanarImage;
  readonly face: DetectedFace;
  /** Pixels of `image` left of and above the portrait. */
  readonly marginPx: { readonly x: number; readonly y: number };
}

/** Looks at a portrait as it is, and where nothing is found once more with room around it. null where the detector sees no face. */
export async function findFace(portrait: RgbImage, detector: FaceDetector): Promise<FoundFace | null> {
  const found = await largest(fromRgb(portrait), detector);
  if (found) return { ...found, marginPx: { x: 0, y: 0 } };
  const scene = inScene(portrait);
  const again = await largest(fromRgb(scene), detector);
  const margin = (wholePx: number, partPx: number): number => -Math.round((partPx - wholePx) / 2);
  return (
    again && { ...again, marginPx: { x: margin(scene.widthPx, portrait.widthPx), y: margin(scene.heightPx, portrait.heightPx) } }
  );
}

async function largest(image: PlanarImage, detector: FaceDetector): Promise<{ image: PlanarImage; face: DetectedFace } | null> {
  const [faces] = await detector.detect([image]);
  const area = ({ box: [x0, y0, x1, y1] }: DetectedFace) => (x1 - x0) * (y1 - y0);
  const [face] = faces!.toSorted((p, q) => area(q) - area(p));
  return face ? { image, face } : null;
}

/** Finds and aligns the largest face as the service does; null where the detector sees none. */
export async function cutDetected(portrait: RgbImage, detector: FaceDetector, crop: NetworkCrop): Promise<RgbImage | null> {
  const found = await findFace(portrait, detector);
  return found && cutFace(found.image, found.face.points, detector.template, crop);
}
