import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { poor, well, wrong, type Finding, type Patient } from './finding.js';

/** What is made by `npm run build`. */
const BUILT = ['apps/api/dist/main.js', 'apps/stream-worker/dist/main.js', 'libs/contracts/dist/index.js'];
const WEIGHTS = 'libs/models/weights';
/** A file of Git LFS that was not fetched is a few lines of text. */
const SMALLEST_NETWORK_BYTES = 10_000;

export function checkBuild({ root }: Patient): Finding {
  const missing = BUILT.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) return wrong('build', `no ${missing[0]}`, 'Run npm ci && npm run build.');
  if (!existsSync(join(root, 'apps/dashboard/dist/index.html')))
    return poor('build', 'without the dashboard', 'Run npm run build -w @vitrine/dashboard.');
  return well('build', 'api, worker and dashboard');
}

/** @param profile of `worker.inference` */
export function checkModels({ root }: Patient, profile: string): Finding {
  const folders = [profile, 'age-gender'].map((name) => join(root, WEIGHTS, name));
  const absent = folders.find((folder) => !existsSync(join(folder, 'manifest.json')));
  if (absent !== undefined) {
    const remedy =
      profile === 'paper'
        ? 'Train it (training/README.md), or set worker.inference.profile: compact.'
        : 'Restore libs/models/weights from the release.';
    return wrong('models', `${absent.replace(root, '')} is not there`, remedy);
  }
  const networks = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.onnx') ? [join(folder, name)] : [])),
  );
  const broken = networks.find((file) => statSync(file).size < SMALLEST_NETWORK_BYTES);
  if (networks.length === 0 || broken !== undefined)
    return wrong(
      'models',
      `${(broken ?? WEIGHTS).replace(root, '')} is no network`,
      'Fetch the release anew; with Git LFS: git lfs pull.',
    );
  return well('models', `${profile}, ${networks.length} networks`);
}
