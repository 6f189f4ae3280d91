// `npm run evaluate`: what the product's own networks achieve on a folder of labelled faces.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ModelError } from '@vitrine/models';
import { evaluateAges } from './ages.js';
import { evaluateAttributes } from './attributes.js';
import { evaluateDetection } from './detection.js';
import { LayoutError } from './layout-error.js';
import { parseOptions, USAGE, type EvaluateOptions } from './options.js';
import { ageTable, attributeTables, detectionTable } from './tables.js';

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { layout } = options;
  const { result, table } = await run(options);
  console.log(`\n${table}`);
  if (!options.json) return;
  const path = resolve(options.json);
  await mkdir(dirname(path), { recursive: true });
  const { split, mirror } = options;
  const settings = { layout, split, mirror, throughDetector: options['through-detector'] };
  await writeFile(path, `${JSON.stringify({ command: 'npm run evaluate', ...settings, ...result }, null, 2)}\n`);
  console.log(`\nfigures: ${path}`);
}

async function run(options: EvaluateOptions): Promise<{ result: object; table: string }> {
  const { layout } = options;
  switch (layout) {
    case 'boxes': {
      const result = await evaluateDetection(options);
      return { result, table: detectionTable(result) };
    }
    case 'utkface': {
      const result = await evaluateAges(options);
      return { result, table: ageTable(result) };
    }
    case 'celeba':
    case 'lfwa': {
      const result = await evaluateAttributes({ ...options, layout });
      return { result, table: attributeTables(result) };
    }
  }
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
