// Where `npm run gpu` puts NVIDIA's libraries, and how a process finds them: the loader reads LD_LIBRARY_PATH when a process starts, so it
// is set for processes that are started from here on, such as the stream worker.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './setup.mjs';

/** Below node_modules, so that `npm ci` removes what belongs to one version of onnxruntime. */
export const GPU_FOLDER = join(ROOT, 'node_modules/.vitrine-gpu');

/** Folders of shared libraries: `nvidia/cublas/lib`, or `nvidia/cu13/lib` for all of CUDA 13. */
export function gpuLibraryFolders() {
  const nvidia = join(GPU_FOLDER, 'nvidia');
  if (!existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((part) => join(nvidia, part, 'lib'))
    .filter((folder) => existsSync(folder));
}

/** The environment of a process that is to find the libraries; unchanged where there are none. */
export function withGpuLibraries(env) {
  const folders = gpuLibraryFolders();
  if (folders.length === 0) return env;
  return { ...env, LD_LIBRARY_PATH: [...folders, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter) };
}
