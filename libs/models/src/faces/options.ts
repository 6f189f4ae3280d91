import type { DetectorModel, Gender } from '@vitrine/contracts';
import type { BoxXyxyPx } from '../image/rgb-image.js';

export interface FaceEngineOptions {
  readonly model: DetectorModel;
  /** Longer side of the tiny detector's input, a multiple of 32; the SSD's is 512, always. */
  readonly inputSizePx: number;
  readonly minConfidence: number;
  /** Worker threads, each with its own copy of the networks. */
  readonly threads: number;
}

export interface FaceDetection {
  readonly box: BoxXyxyPx;
  readonly confidence: number;
}

export interface AgeGender {
  readonly ageYears: number;
  readonly gender: Gender;
  /** Of the stated gender, 0.5–1. */
  readonly genderProbability: number;
}
