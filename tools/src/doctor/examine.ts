import { ConfigError, loadConfig, readEnvironment, type Environment, type ServiceConfig } from '@vitrine/api';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeMeasured, probeCamera } from './cameras.js';
import { checkDataFolder, checkDisk, checkSecrets } from './data-folder.js';
import { well, wrong, type Finding, type Patient } from './finding.js';
import { checkBuild, checkModels } from './installation.js';
import { checkClock, checkFfmpeg, checkNode } from './machine.js';
import { checkProvider } from './identity-provider.js';
import { askService, checkProviders } from './service.js';

/** Looks at everything, from the machine to each camera; what is wrong further down still gets looked at. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const machine = [checkNode(patient), checkFfmpeg(patient), checkClock(patient), checkBuild(patient)];
  const environment = parsed('environment', () => readEnvironment(patient.env));
  if (isFinding(environment)) return [...machine, environment];
  const config = parsed('configuration', () => loadConfig(environment.configPath));
  if (isFinding(config)) return [...machine, config, ...ofFolder(patient, environment)];
  return [
    ...machine,
    ...ofConfiguration(config),
    ...ofFolder(patient, environment),
    ...(await ofService(patient, environment, config)),
  ];
}

function ofConfiguration(config: ServiceConfig): Finding[] {
  const [trouble] = config.cameraProblems;
  const count = `${config.cameras.length} cameras`;
  if (!trouble) return [well('configuration', `${count}, time zone ${config.siteTimeZone}`)];
  const at = trouble.line === null ? trouble.file : `${trouble.file}:${trouble.line}`;
  return [wrong('configuration', `${at}: ${trouble.field} ${trouble.cause}`, `${trouble.hint}.`)];
}

function ofFolder(patient: Patient, { dataDir }: Environment): Finding[] {
  return [checkDataFolder(dataDir), checkDisk(patient, dataDir), checkSecrets(dataDir)];
}

async function ofService(patient: Patient, environment: Environment, config: ServiceConfig): Promise<Finding[]> {
  const host = environment.host === '0.0.0.0' || environment.host === '::' ? '127.0.0.1' : environment.host;
  const at = `http://${host.includes(':') ? `[${host}]` : host}:${environment.port}`;
  const running = await askService(at, environment.token ?? keptToken(environment.dataDir));
  const measured = running.cameras.map(judgeMeasured);
  const known = new Set(running.cameras.map(({ id }) => id));
  const probed = config.cameras
    .filter(({ id, name }) => !known.has(id ?? name))
    .map(({ id, name, url }) => probeCamera(id ?? name, url, patient.env['PATH']));
  const oidc = config.oidc === null ? [] : [await checkProvider(config.oidc.issuer)];
  return [
    checkModels(patient, config.worker.inference.profile),
    running.finding,
    checkProviders(running.status),
    ...oidc,
    ...measured,
    ...probed,
  ];
}

/** The token that the service generated for itself. */
function keptToken(dataDir: string): string | null {
  const file = join(dataDir, 'admin-token');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function parsed<T extends object>(what: string, parse: () => T): T | Finding {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { file, line, field, cause, hint } = error.problems[0]!;
    return wrong(what, `${line === null ? file : `${file}:${line}`}: ${field} ${cause}`, `${hint}.`);
  }
}

function isFinding(value: object): value is Finding {
  return 'verdict' in value;
}
