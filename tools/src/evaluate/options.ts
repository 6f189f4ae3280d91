import { precisionSchema, profileSchema } from '@vitrine/contracts';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { z } from 'zod';

const optionsSchema = z.object({
  /** Folder with labels.csv (or boxes.csv) and images/. */
  data: z.string().min(1),
  layout: z.enum(['celeba', 'lfwa', 'utkface', 'boxes']).default('celeba'),
  split: z.string().min(1).default('val'),
  /** The service's own detector and alignment in the loop, instead of the layout's framing. */
  'through-detector': z.boolean().default(false),
  engine: z.enum(['yunet', 'face-api-tiny', 'face-api-ssd']).default('yunet'),
  /** Longer side of the picture that the detector looks at. */
  'input-size': z.coerce.number().int().multipleOf(32).min(128).max(2048).default(640),
  /** Average the logits of each face and its mirror image. */
  mirror: z.boolean().default(false),
  /** Of the attribute networks, as is the precision. */
  profile: profileSchema.default('compact'),
  precision: precisionSchema.default('auto'),
  /** Folder of weights, instead of those that ship. */
  weights: z.string().min(1).optional(),
  json: z.string().min(1).optional(),
  /** First images only, for a quick look. */
  limit: z.coerce.number().int().positive().optional(),
});
export type EvaluateOptions = z.infer<typeof optionsSchema>;

const FLAGS = ['through-detector', 'mirror'];

export const USAGE =
  'npm run evaluate -- --data DIR [--layout celeba|lfwa|utkface|boxes] [--split val|…|all] [--through-detector]' +
  ' [--engine yunet|face-api-tiny|face-api-ssd] [--input-size PX] [--mirror] [--profile compact|paper]' +
  ' [--precision auto|fp32|int8] [--weights DIR] [--limit N] [--json FILE]';

/** @throws Error that names the option and what it takes */
export function parseOptions(argv: readonly string[]): EvaluateOptions {
  const options: ParseArgsConfig['options'] = Object.fromEntries(
    Object.keys(optionsSchema.shape).map((name) => [name, { type: FLAGS.includes(name) ? 'boolean' : 'string' }]),
  );
  const parsed = optionsSchema.safeParse(parseArgs({ args: [...argv], options }).values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Error(`--${issue.path.join('.')}: ${issue.message}`);
}
