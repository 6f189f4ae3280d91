import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type * as FaceApi from '@vladmandic/face-api';
import { messageOf, ModelError } from '../errors.js';

export interface LoadedFaceApi {
  readonly api: typeof FaceApi;
  /** `wasm` or `tensorflow` (tfjs-node-gpu). */
  readonly backend: string;
  /** Why it is not the GPU; null when it is. */
  readonly backendNote: string | null;
  /** Version of the package. */
  readonly version: string;
}

const require = createRequire(import.meta.url);

/**
 * face-api on the best backend there is: tfjs-node-gpu when it is installed and finds a GPU, else WebAssembly. Asserts the backend, because
 * tfjs falls back silently to plain JavaScript, about thirty times slower.
 *
 * @throws ModelError `face_backend_unavailable`
 */
export async function loadFaceApi(): Promise<LoadedFaceApi> {
  const gpu = findGpu();
  const api = require(gpu.found ? GPU_ENTRY : WASM_ENTRY) as typeof FaceApi;
  const tf = api.tf as unknown as TensorflowCore;
  if (!gpu.found) useWasmFiles();
  const wanted = gpu.found ? 'tensorflow' : 'wasm';
  await tf.setBackend(wanted);
  await tf.ready();
  if (tf.getBackend() !== wanted) {
    throw new ModelError(
      'face_backend_unavailable',
      `The face detector needs the tfjs backend '${wanted}' but got '${tf.getBackend()}'.`,
      'Run npm ci again and check that node_modules/@tensorflow/tfjs-backend-wasm/dist holds its .wasm files.',
    );
  }
  const { version } = require('@vladmandic/face-api/package.json') as { version: string };
  return { api, backend: wanted, backendNote: gpu.note, version };
}

// face-api's default entry wants tfjs-node; these two name their backend.
const WASM_ENTRY = '@vladmandic/face-api/dist/face-api.node-wasm.js';
const GPU_ENTRY = '@vladmandic/face-api/dist/face-api.node-gpu.js';

/** What face-api's own types leave out of the tfjs it carries. */
interface TensorflowCore {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  getBackend(): string;
}

function findGpu(): { found: boolean; note: string | null } {
  try {
    const gpu = require('@tensorflow/tfjs-node-gpu') as { backend(): { isUsingGpuDevice?: boolean } };
    if (gpu.backend().isUsingGpuDevice === true) return { found: true, note: null };
    return { found: false, note: 'tfjs-node-gpu is installed but found no GPU' };
  } catch (error) {
    return { found: false, note: `tfjs-node-gpu is not usable (${messageOf(error).split('\n')[0]})` };
  }
}

function useWasmFiles(): void {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
}

/** Folder of the networks' weights inside face-api's package. */
export function faceApiModelDir(): string {
  return join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
}
