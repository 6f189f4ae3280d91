import type { AgeGender, AgeGenderTraits } from '../age-gender/age-gender-network.js';
import type { AttributeTraits } from '../attributes/attribute-network.js';
import type { DetectedFace, DetectorOptions, DetectorRuntime } from '../detect/detector.js';
import type { DetectorSurroundings } from '../detect/open-detector.js';
import type { PostedError } from '../errors.js';
import type { PlanarImage } from '../image/planar-image.js';
import type { FaceQuality, QualityGate, Refusal } from '../quality/face-quality.js';
import type { Precision, Profile } from '@vitrine/contracts';

/** What a face needs to have to be cut out of its frame. */
export interface LocatedFace extends Pick<DetectedFace, 'box' | 'points'> {
  /** A face whose quality scores no more than this is not cut; 0 when absent. */
  readonly scoreToBeat?: number;
}

/** A face as the networks take it. The arrays are transferred to the thread that judges them: use each once. */
export interface FaceCrops {
  /** u8[S,S,3], S as the attribute network's manifest says */
  readonly attributesNhwc: Uint8Array;
  /** u8[96,96,3] */
  readonly ageGenderNhwc: Uint8Array;
}

/** A face that was cut out, or why it was not. */
export interface CutFace {
  readonly quality: FaceQuality;
  readonly refusal: Refusal | null;
  /** null for a face that was refused, or not better than was asked for */
  readonly crops: FaceCrops | null;
}

/** What the networks say of one face. */
export interface FaceAnswer extends AgeGender {
  /** f32[40] in the order of ATTRIBUTE_NAMES, before calibration */
  readonly logits: Float32Array;
}

/** What a thread is asked; each kind names its answer in `ThreadAnswers`. Frames over shared memory are read where they are. */
export type ThreadRequest =
  | { readonly kind: 'detect'; readonly image: PlanarImage; readonly longSidePx: number | undefined }
  | { readonly kind: 'cut'; readonly image: PlanarImage; readonly faces: readonly LocatedFace[]; readonly gate: QualityGate }
  | { readonly kind: 'judge'; readonly faces: readonly FaceCrops[] }
  | { readonly kind: 'picture'; readonly image: PlanarImage; readonly widthPx: number };

/** What the networks of a thread turned out to be. */
export interface ThreadInfo {
  readonly detector: DetectorRuntime;
  readonly attributes: AttributeTraits;
  readonly ageGender: AgeGenderTraits;
}

/** What a thread loads. */
export interface ThreadPlan {
  readonly detection: DetectorOptions;
  readonly inference: DetectorSurroundings & { readonly profile: Profile; readonly precision: Precision };
}

/** `workerData` of a thread. */
export interface ThreadData {
  readonly plan: ThreadPlan;
  /** i32[1], shared: 1 while the thread is inside native code. */
  readonly nativeFlag: Int32Array;
}

/** Thread → the thread that started it: `ready` or `unable` first, then one answer a request, in order, one at a time. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly info: unknown }
  | { readonly kind: 'unable'; readonly error: PostedError }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: PostedError };
