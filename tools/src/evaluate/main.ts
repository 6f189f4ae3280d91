// `npm run evaluate`: what the product's own networks achieve on a folder of labelled faces.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ModelError } from '@vitrine/models';
import { evaluateAges } from './ages.js';
import { evaluateAttributes } from './attributes.js';
import { LayoutError } from './layout-error.js';
import { parseOptions, USAGE, type EvaluateOptions } from './options.js';
import { ageTable, attributeTables } from './tables.js';

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { layout } = options;
  const result = layout === 'utkface' ? await evaluateAges(options) : await evaluateAttributes({ ...options, layout });
  console.log(`\n${'atBalancedThresholds' in result ? attributeTables(result) : ageTable(result)}`);
  if (!options.json) return;
  const path = resolve(options.json);
  await mkdir(dirname(path), { recursive: true });
  const { split, mirror } = options;
  const settings = { layout, split, mirror, throughDetector: options['through-detector'] || options['face-api'] };
  await writeFile(path, `${JSON.stringify({ command: 'npm run evaluate', ...settings, ...result }, null, 2)}\n`);
  console.log(`\nfigures: ${path}`);
}

function fail(message: string): void {
  console.error(`vitrine: ${message}`);
  process.exitCode = 1;
}

try {
  await evaluate(parseOptions(process.argv.slice(2)));
} catch (error) {
  if (error instanceof LayoutError || error instanceof ModelError) fail(error.message);
  else if (error instanceof Error && /^--|ERR_PARSE_ARGS/.test(error.message + String((error as NodeJS.ErrnoException).code))) {
    fail(`${error.message}\n  ${USAGE}`);
  } else throw error;
}
