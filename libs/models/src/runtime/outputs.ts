import type { Tensor } from 'onnxruntime-node';
import { ModelError } from '../errors.js';

/** @returns a network's output as f32 of the expected shape @throws ModelError `weights_invalid` */
export async function readF32(output: Tensor | undefined, dims: readonly number[], name: string): Promise<Float32Array> {
  const data = await output?.getData();
  if (data instanceof Float32Array && output!.dims.join() === dims.join()) return data;
  throw missingOutput(name, `f32[${dims.join()}]`);
}

/** @returns a network's output as u8 of the expected shape @throws ModelError `weights_invalid` */
export async function readU8(output: Tensor | undefined, dims: readonly number[], name: string): Promise<Uint8Array> {
  const data = await output?.getData();
  if (data instanceof Uint8Array && output!.dims.join() === dims.join()) return data;
  throw missingOutput(name, `u8[${dims.join()}]`);
}

export function missingOutput(name: string, expected: string): ModelError {
  return new ModelError(
    'weights_invalid',
    `A network gave no output '${name}' of ${expected}.`,
    'Export the weights again with training/.',
  );
}
