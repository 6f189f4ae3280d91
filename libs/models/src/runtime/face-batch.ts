import { Tensor } from 'onnxruntime-node';
import { ModelError } from '../errors.js';

/**
 * Aligned faces as the networks take them: pixels as they are, for scaling is the graph's first step.
 *
 * @param faces N times u8[sizePx,sizePx,3], RGB
 * @returns u8[N,sizePx,sizePx,3]
 * @throws ModelError `input_invalid`
 */
export function faceBatch(faces: readonly Uint8Array[], sizePx: number): Tensor {
  const bytes = 3 * sizePx * sizePx;
  const batch = new Uint8Array(faces.length * bytes);
  faces.forEach((face, n) => {
    if (face.length !== bytes) {
      const message = `faces[${n}] has ${face.length} bytes.`;
      throw new ModelError('input_invalid', message, `Align faces to ${sizePx}×${sizePx} px, 3 bytes a pixel.`);
    }
    batch.set(face, n * bytes);
  });
  return new Tensor('uint8', batch, [faces.length, sizePx, sizePx, 3]);
}
