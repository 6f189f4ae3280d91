import { precisionSchema, profileSchema } from '@vitrine/contracts';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const optionsSchema = z.object({
  /** Folder with labels.csv and images/. */
  data: z.string().min(1),
  layout: z.enum(['celeba', 'lfwa', 'utkface']).default('celeba'),
  split: z.string().min(1).default('val'),
  /** The service's own detector and alignment in the loop, instead of the layout's framing. */
  'through-detector': z.boolean().default(false),
  /** Average the logits of each face and its mirror image. */
  mirror: z.boolean().default(false),
  /** face-api's age and gender network instead of ours, to compare with. */
  'face-api': z.boolean().default(false),
  /** Of the attribute networks, as is the precision. */
  profile: profileSchema.default('compact'),
  precision: precisionSchema.default('auto'),
  json: z.string().min(1).optional(),
  /** First images only, for a quick look. */
  limit: z.coerce.number().int().positive().optional(),
});
export type EvaluateOptions = z.infer<typeof optionsSchema>;

export const USAGE =
  'npm run evaluate -- --data DIR [--layout celeba|lfwa|utkface] [--split val|…|all] [--through-detector] [--mirror] [--face-api] [--profile compact|paper] [--precision auto|fp32|int8] [--limit N] [--json FILE]';

/** @throws Error that names the option and what it takes */
export function parseOptions(argv: readonly string[]): EvaluateOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      layout: { type: 'string' },
      split: { type: 'string' },
      'through-detector': { type: 'boolean' },
      mirror: { type: 'boolean' },
      'face-api': { type: 'boolean' },
      profile: { type: 'string' },
      precision: { type: 'string' },
      json: { type: 'string' },
      limit: { type: 'string' },
    },
  });
  const parsed = optionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Error(`--${issue.path.join('.')}: ${issue.message}`);
}
