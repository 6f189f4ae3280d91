import {
  ATTRIBUTE_NAMES,
  cameraCreateSchema,
  type AttributePolicy,
  type CameraCreate,
  type WorkerConfig,
} from '@vitrine/contracts';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { attributeCatalogueSchema, configSchema } from './config.schema.js';
import { hintFor } from './hints.js';
import { hintForName, mergeSettings, unknownSettings } from './settings-tree.js';
import { readYamlFile, type FieldPath, type YamlFile } from './yaml-file.js';

const CONFIG_FOLDER = new URL('../../../../config/', import.meta.url);
const DEFAULT_FILE = fileURLToPath(new URL('default.yaml', CONFIG_FOLDER));
const CATALOGUE_FILE = fileURLToPath(new URL('attributes.yaml', CONFIG_FOLDER));

/** Everything the service is configured with, parsed once. */
export interface ServiceConfig {
  readonly siteTimeZone: string;
  /** The 40 attributes with this site's switches. */
  readonly attributes: readonly AttributePolicy[];
  readonly cameras: readonly CameraCreate[];
  /** Cameras of the configuration that are left out because they are wrong. */
  readonly cameraProblems: readonly ConfigProblem[];
  readonly worker: WorkerConfig;
}

/** @param sitePath the site's own YAML, merged over `config/default.yaml`; null for none. @throws ConfigError */
export function loadConfig(sitePath: string | null): ServiceConfig {
  const files = [readYamlFile(DEFAULT_FILE), ...(sitePath === null ? [] : [readYamlFile(sitePath)])];
  for (const file of files) requireMapping(file);
  const merged = files.reduce<unknown>((below, { content }) => mergeSettings(below, content ?? {}), {});
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, files)));
  const unknown = unknownSettings((merged as { worker?: unknown }).worker, parsed.data.worker, ['worker']);
  if (unknown.length > 0)
    throw new ConfigError(unknown.map(({ path, hint }) => problem(files, path, 'there is no such setting', hint)));

  const { site, attributes: switches, worker } = parsed.data;
  const attributes = readCatalogue().map((policy) => ({ ...policy, enabled: switches[policy.name] ?? policy.enabled }));
  return { siteTimeZone: site.timeZone, attributes, worker, ...readCameras(parsed.data.cameras, files) };
}

function readCatalogue(): AttributePolicy[] {
  const file = readYamlFile(CATALOGUE_FILE);
  const parsed = attributeCatalogueSchema.safeParse(file.content);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, [file])));
  return parsed.data;
}

function readCameras(entries: readonly unknown[], files: readonly YamlFile[]) {
  const cameras: CameraCreate[] = [];
  const cameraProblems: ConfigProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = cameraCreateSchema.safeParse(entry);
    if (parsed.success) cameras.push(parsed.data);
    else {
      const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['cameras', index, ...issue.path] }));
      cameraProblems.push(...issues.flatMap((issue) => problemsOf(issue, files)));
    }
  }
  return { cameras, cameraProblems };
}

function requireMapping({ path, content }: YamlFile): void {
  if (content === null || (typeof content === 'object' && !Array.isArray(content))) return;
  const cause = 'does not hold settings but a single value or a list';
  throw new ConfigError([
    { file: path, line: 1, field: '', cause, hint: 'write `section:` and its settings below it, as config/default.yaml does' },
  ]);
}

function problemsOf(issue: z.core.$ZodIssue, files: readonly YamlFile[]): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = namesAt(issue.path);
    return issue.keys.map((key) => problem(files, [...issue.path, key], 'there is no such setting', hintForName(key, known)));
  }
  return [problem(files, issue.path, issue.message, hintFor(issue))];
}

/** @returns the settings that may stand at that place */
function namesAt([section]: FieldPath): readonly string[] {
  if (section === 'attributes') return ATTRIBUTE_NAMES;
  if (section === 'cameras') return Object.keys(cameraCreateSchema.shape);
  return section === 'site' ? ['timeZone'] : Object.keys(configSchema.shape);
}

function problem(files: readonly YamlFile[], path: FieldPath, cause: string, hint: string): ConfigProblem {
  // The last file that has the field is the one whose value counted.
  const file = files.findLast((candidate) => candidate.lineOf(path) !== null) ?? files.at(-1)!;
  return { file: file.path, line: file.lineOf(path), field: path.map(String).join('.'), cause, hint };
}
