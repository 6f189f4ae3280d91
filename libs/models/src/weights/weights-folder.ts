import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { messageOf, ModelError } from '../errors.js';

/** A network's file as a manifest names it. */
export const networkFileSchema = z.object({
  file: z.string().regex(/^[\w.-]+\.onnx$/, 'a plain file name ending in .onnx'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NetworkFile = z.infer<typeof networkFileSchema>;

/** Where the weights are that ship with this package. */
export function packagedWeightsDir(): string {
  return fileURLToPath(new URL('../../weights/', import.meta.url));
}

/** @throws ModelError `weights_missing`, `weights_invalid` */
export async function readManifest<T>(folder: string, schema: z.ZodType<T>): Promise<T> {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ModelError('weights_missing', `${path} cannot be read (${messageOf(error)}).`, remedyFor(folder), { cause: error });
  });
  const parsed = schema.safeParse(parseJson(text, folder));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new ModelError('weights_invalid', `${path}: ${issue.path.join('.') || 'document'}: ${issue.message}.`, remedyFor(folder));
}

/** @returns the bytes of a network whose digest is the manifest's @throws ModelError `weights_missing`, `weights_corrupt` */
export async function readNetwork(folder: string, network: NetworkFile): Promise<Uint8Array> {
  const path = join(folder, network.file);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new ModelError('weights_missing', `${path} cannot be read (${messageOf(error)}).`, remedyFor(folder), { cause: error });
  });
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest === network.sha256) return bytes;
  throw new ModelError(
    'weights_corrupt',
    `${path} has sha256 ${digest}, the manifest says ${network.sha256}.`,
    remedyFor(folder),
  );
}

/** A folder is named after its profile; the paper's files are too large for the repository. */
function remedyFor(folder: string): string {
  return basename(folder) === 'paper'
    ? 'Make it with `python training/retrain.py --profile paper` (see training/README.md).'
    : 'Restore the folder from the repository, or export it again with training/ (see training/README.md).';
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelError('weights_invalid', `${folder}/manifest.json is not JSON (${messageOf(error)}).`, remedyFor(folder), {
      cause: error,
    });
  }
}
