import type * as FaceApi from '@vladmandic/face-api';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { FILM } from './strip-film.js';
import type { Peer } from './peer.js';

const require = createRequire(import.meta.url);

/**
 * The loop that face-api's documentation shows: all faces with landmarks, age and gender, on WebAssembly. Options are face-api's own
 * defaults, but for the tiny network's input, which is that of the first release of this product.
 */
export async function faceApiLoop(network: 'tiny' | 'ssd'): Promise<Peer> {
  const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof FaceApi;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const tf = api.tf as unknown as { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
  await tf.setBackend('wasm');
  await tf.ready();
  const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  const { nets } = api;
  const detector = network === 'tiny' ? nets.tinyFaceDetector : nets.ssdMobilenetv1;
  for (const net of [detector, nets.faceLandmark68Net, nets.ageGenderNet]) await net.loadFromDisk(folder);
  const options = network === 'tiny' ? new api.TinyFaceDetectorOptions({ inputSize: 608 }) : new api.SsdMobilenetv1Options();
  return {
    name: `@vladmandic/face-api ${String(api.version)}, ${network}, wasm`,
    async look({ rgb }) {
      const tensor = api.tf.tensor3d(rgb, [FILM.heightPx, FILM.widthPx, 3], 'int32');
      // Its types know only canvases and its own bundled tensors; it takes any tfjs tensor.
      const found = await api.detectAllFaces(tensor, options).withFaceLandmarks().withAgeAndGender();
      tensor.dispose();
      return found.map(({ detection: { box } }) => [box.left, box.top, box.right, box.bottom] as const);
    },
    close: () => Promise.resolve(),
  };
}
