import {
  ATTRIBUTE_NAMES,
  cameraCreateSchema,
  cameraSourcesSchema,
  type AttributePolicy,
  type CameraCreate,
  type CameraSources,
  type HistoryConfig,
  type WorkerConfig,
} from '@vitrine/contracts';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { OidcSettings } from '../auth/oidc.js';
import type { HttpSettings } from '../auth/open-access.js';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { attributeCatalogueSchema, configSchema } from './config.schema.js';
import { readCameras } from './configured-cameras.js';
import { hintFor } from './hints.js';
import { httpSchema, oidcSchema } from './http.schema.js';
import { hintForName, mergeSettings, unknownSettings } from './settings-tree.js';
import { fillVariables } from './variables.js';
import { readYamlFile, type FieldPath, type YamlFile } from './yaml-file.js';

const CONFIG_FOLDER = new URL('../../../../config/', import.meta.url);
const DEFAULT_FILE = fileURLToPath(new URL('default.yaml', CONFIG_FOLDER));
const CATALOGUE_FILE = fileURLToPath(new URL('attributes.yaml', CONFIG_FOLDER));

/** Everything the service is configured with, parsed once. */
export interface ServiceConfig {
  readonly siteTimeZone: string;
  readonly http: HttpSettings;
  /** Null where there is no identity provider. */
  readonly oidc: Omit<OidcSettings, 'clientSecret'> | null;
  /** Networks of this house to which webhooks may go. */
  readonly webhookNetworks: readonly string[];
  /** The 40 attributes with this site's switches. */
  readonly attributes: readonly AttributePolicy[];
  readonly cameras: readonly CameraCreate[];
  /** Cameras of the configuration that are left out because they are wrong. */
  readonly cameraProblems: readonly ConfigProblem[];
  readonly cameraSources: CameraSources;
  readonly history: HistoryConfig;
  readonly worker: WorkerConfig;
}

/**
 * @param sitePath the site's own YAML, merged over `config/default.yaml`; null for none
 * @param variables what `${NAME}` in it stands for
 * @throws ConfigError
 */
export function loadConfig(sitePath: string | null, variables: NodeJS.ProcessEnv = process.env): ServiceConfig {
  const files = [readYamlFile(DEFAULT_FILE), ...(sitePath === null ? [] : [readSiteFile(sitePath, variables)])];
  for (const file of files) requireMapping(file);
  const merged = files.reduce<unknown>((below, { content }) => mergeSettings(below, content ?? {}), {});
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, files)));
  const unknown = unknownSettings((merged as { worker?: unknown }).worker, parsed.data.worker, ['worker']);
  if (unknown.length > 0)
    throw new ConfigError(unknown.map(({ path, hint }) => problem(files, path, 'there is no such setting', hint)));

  const { site, http, oidc, webhooks, attributes: switches, cameraSources, history, worker } = parsed.data;
  const attributes = readCatalogue().map((policy) => ({ ...policy, enabled: switches[policy.name] ?? policy.enabled }));
  const { cameras, issues } = readCameras(parsed.data.cameras, (field) => files.at(-1)!.lineOf(field));
  const cameraProblems = issues.flatMap((issue) => problemsOf(issue, files));
  return {
    siteTimeZone: site.timeZone,
    http,
    oidc,
    webhookNetworks: webhooks.networks,
    attributes,
    cameras,
    cameraProblems,
    cameraSources,
    history,
    worker,
  };
}

function readSiteFile(path: string, variables: NodeJS.ProcessEnv): YamlFile {
  const file = readYamlFile(path);
  const { filled, missing } = fillVariables(file.content, variables);
  if (missing.length === 0) return { ...file, content: filled };
  throw new ConfigError(
    missing.map(({ path: field, name }) =>
      problem([file], field, `the environment has no variable ${name}`, `set ${name} where the service is started`),
    ),
  );
}

function readCatalogue(): AttributePolicy[] {
  const file = readYamlFile(CATALOGUE_FILE);
  const parsed = attributeCatalogueSchema.safeParse(file.content);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => problemsOf(issue, [file])));
  return parsed.data;
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
  if (section === 'http') return Object.keys(httpSchema.unwrap().shape);
  if (section === 'oidc') return Object.keys(oidcSchema.shape);
  if (section === 'webhooks') return ['networks'];
  if (section === 'cameraSources') return Object.keys(cameraSourcesSchema.shape);
  return section === 'site' ? ['timeZone'] : Object.keys(configSchema.shape);
}

function problem(files: readonly YamlFile[], path: FieldPath, cause: string, hint: string): ConfigProblem {
  // The last file that has the field is the one whose value counted.
  const file = files.findLast((candidate) => candidate.lineOf(path) !== null) ?? files.at(-1)!;
  return { file: file.path, line: file.lineOf(path), field: path.map(String).join('.'), cause, hint };
}
