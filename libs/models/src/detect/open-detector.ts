import type { Provider } from '@vitrine/contracts';
import type { DetectorOptions, FaceDetector } from './detector.js';
import { YunetDetector } from './yunet.js';

export interface DetectorSurroundings {
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
  readonly weightsDir?: string | undefined;
}

/**
 * Opens the detector that the configuration names, in the calling thread. face-api, with the whole of tfjs, is loaded only when chosen.
 *
 * @throws ModelError `face_backend_unavailable`, `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable`
 */
export async function openDetector(options: DetectorOptions, surroundings: DetectorSurroundings): Promise<FaceDetector> {
  if (options.engine === 'yunet') return YunetDetector.load({ ...options, ...surroundings });
  const { FaceApiDetector } = await import('./face-api.js');
  return FaceApiDetector.load(options);
}
