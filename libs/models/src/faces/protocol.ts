import type { FaceEngineOptions } from './options.js';
import type { RgbImage } from '../image/rgb-image.js';

/** Main thread → face thread. Images are transferred, never shared. */
export type FaceRequest =
  | { readonly kind: 'detect'; readonly image: RgbImage }
  | { readonly kind: 'landmarks'; readonly crop: RgbImage }
  | { readonly kind: 'ageGender'; readonly crop: RgbImage }
  | { readonly kind: 'tensorCount' };

/** What a face thread says of itself once its networks are loaded. */
export interface FaceThreadInfo {
  readonly backend: string;
  readonly backendNote: string | null;
}

/** Face thread → main thread. A thread answers its requests in order, one at a time. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly info: unknown }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

export type FaceThreadData = Pick<FaceEngineOptions, 'model' | 'inputSizePx' | 'minConfidence'>;
