import { ModelError } from '../errors.js';
import type { RgbImage } from '../image/rgb-image.js';

/**
 * Faces as the networks take them.
 *
 * @param faces N images of sizePx × sizePx
 * @returns f32[N,3,sizePx,sizePx], value / 127.5 − 1
 * @throws ModelError `input_invalid`
 */
export function toNchw(faces: readonly RgbImage[], sizePx: number): Float32Array {
  const plane = sizePx * sizePx;
  const batch = new Float32Array(faces.length * 3 * plane);
  faces.forEach((face, n) => {
    if (face.widthPx !== sizePx || face.heightPx !== sizePx || face.data.length !== 3 * plane) {
      const message = `faces[${n}] is ${face.widthPx}×${face.heightPx} px with ${face.data.length} bytes.`;
      throw new ModelError('input_invalid', message, `Align faces to ${sizePx}×${sizePx} px.`);
    }
    for (let c = 0; c < 3; c++) {
      const start = (n * 3 + c) * plane;
      for (let i = 0; i < plane; i++) batch[start + i] = face.data[i * 3 + c]! / 127.5 - 1;
    }
  });
  return batch;
}
