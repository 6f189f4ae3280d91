import type { DetectionEngine, DetectorModel } from '@vitrine/contracts';
import type { AlignmentTemplate } from '../align/template.js';
import type { BoxXyxyPx } from '../geometry/box.js';
import type { FivePoints } from '../geometry/points.js';
import type { PlanarImage } from '../image/planar-image.js';

/** A face in pixels of the picture it was found in; the box may reach over its edges. */
export interface DetectedFace {
  readonly box: BoxXyxyPx;
  /** 0–1 */
  readonly confidence: number;
  readonly points: FivePoints;
}

/** What a detector runs on, as it turned out. */
export interface DetectorRuntime {
  /** `yunet`, `face-api-tiny`, `face-api-ssd` */
  readonly engine: string;
  /** Version of the weights. */
  readonly version: string;
  /** onnxruntime's execution provider, or the tfjs backend. */
  readonly provider: string;
  /** Why it is not the faster one that was hoped for; null when it is. */
  readonly providerNote: string | null;
}

export interface DetectorOptions {
  readonly engine: DetectionEngine;
  /** face-api's network. */
  readonly model: DetectorModel;
  /** Longer side of the picture that is looked at, a multiple of 32; the SSD's is 512, always. */
  readonly inputSizePx: number;
  readonly minConfidence: number;
}

/** Finds faces with five points each. An engine is one file; the contract spec runs over all of them. */
export interface FaceDetector {
  readonly runtime: DetectorRuntime;
  /** How this detector's points lie in an aligned face. */
  readonly template: AlignmentTemplate;
  /**
   * @param longSidePx looks at the pictures in another size than usual, for far faces; ignored by an engine whose size is fixed
   * @returns for each picture its faces, the most confident first
   */
  detect(images: readonly PlanarImage[], longSidePx?: number): Promise<DetectedFace[][]>;
  close(): Promise<void>;
}
