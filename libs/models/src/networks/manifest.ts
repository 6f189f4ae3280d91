import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES } from '@vitrine/contracts';
import { z } from 'zod';
import type { BoxXyxyPx } from '../image/rgb-image.js';
import { messageOf, ModelError } from '../errors.js';

const networkFileSchema = z.object({
  file: z.string().regex(/^[\w.-]+\.onnx$/, 'a plain file name ending in .onnx'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  inputSizePx: z.number().int().positive(),
});
export type NetworkFile = z.infer<typeof networkFileSchema>;

/** The box of the aligned frame that the networks see. */
const cropSchema = z.object({
  frameWidthPx: z.number().positive(),
  frameHeightPx: z.number().positive(),
  boxXyxyPx: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

const perAttribute = z.array(z.number()).length(ATTRIBUTE_COUNT);

const calibrationSchema = z.object({ matrix: z.array(perAttribute).length(ATTRIBUTE_COUNT), bias: perAttribute });

/** `manifest.json` beside a profile's pair, written by the training that made it. */
export const manifestSchema = z.object({
  profile: z.string().min(1),
  version: z.string().min(1),
  crop: cropSchema,
  abstraction: networkFileSchema,
  dualPath: networkFileSchema,
  /** The same pair in 8-bit integers, for CPUs that have instructions for them; rounding moves logits, so it is calibrated by itself. */
  int8: z.object({ abstraction: networkFileSchema, dualPath: networkFileSchema, calibration: calibrationSchema }).optional(),
  /** The order of every logits vector; must be the contracts' order. */
  attributes: z
    .array(z.string())
    .refine((names) => names.join() === ATTRIBUTE_NAMES.join(), 'must be the 40 attributes in CelebA order'),
  calibration: calibrationSchema,
  /** Probability from which balanced accuracy counts an attribute as present. */
  balancedThresholds: perAttribute,
  measured: z.record(z.string(), z.unknown()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `manifest.json` beside the age and gender network. */
export const ageGenderManifestSchema = z.object({
  version: z.string().min(1),
  crop: cropSchema,
  ageGender: networkFileSchema,
  measured: z.record(z.string(), z.unknown()),
});
export type AgeGenderManifest = z.infer<typeof ageGenderManifestSchema>;

/** A folder is named after its profile; the paper's files are too large for the repository. */
function remedyFor(folder: string): string {
  return basename(folder) === 'paper'
    ? 'Make it with `python -m vitrine_training retrain --profile paper` (see training/README.md).'
    : 'Restore the folder from the repository, or export it again with training/ (see training/README.md).';
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

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelError('weights_invalid', `${folder}/manifest.json is not JSON (${messageOf(error)}).`, remedyFor(folder), {
      cause: error,
    });
  }
}

/** Weights trained on another framing than `alignFace` cuts would answer, and wrongly. @throws ModelError `weights_invalid` */
export function checkCrop({ boxXyxyPx }: Manifest['crop'], box: BoxXyxyPx, folder: string): void {
  if (boxXyxyPx.join() === box.join()) return;
  throw new ModelError(
    'weights_invalid',
    `${folder}/manifest.json: crop.boxXyxyPx is [${boxXyxyPx.join()}], faces are aligned to [${box.join()}].`,
    'Train on the crop that alignment makes.',
  );
}

/** Where the weights are that ship with this package. */
export function packagedWeightsDir(): string {
  return fileURLToPath(new URL('../../weights/', import.meta.url));
}
