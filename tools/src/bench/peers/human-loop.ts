import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Peer } from './peer.js';
import { FILM } from './strip-film.js';

const require = createRequire(import.meta.url);

/** The part of @vladmandic/human that is used here. */
interface Human {
  readonly version: string;
  readonly tf: {
    tensor(values: Uint8Array, shape: readonly number[], type: 'int32'): { dispose(): void };
    getBackend(): string;
  };
  load(): Promise<void>;
  detect(input: unknown): Promise<{ readonly face: readonly { readonly box: readonly [number, number, number, number] }[] }>;
}

/** Face, age and gender of @vladmandic/human on WebAssembly; its other models are switched off. */
export async function humanLoop(): Promise<Peer> {
  // The package exports its build for WebAssembly under no name.
  const folder = dirname(dirname(require.resolve('@vladmandic/human')));
  const { Human: Constructor } = require(join(folder, 'dist/human.node-wasm.js')) as { Human: new (config: object) => Human };
  const off = { enabled: false };
  const human = new Constructor({
    backend: 'wasm',
    wasmPath: dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep,
    modelBasePath: pathToFileURL(join(folder, 'models') + sep).href,
    debug: false,
    // Each frame is a new one: nothing may be carried over from the last.
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { maxDetected: 20, skipFrames: 0, skipTime: 0, rotation: false },
      mesh: off,
      iris: off,
      emotion: off,
      antispoof: off,
      liveness: off,
      description: { enabled: true, skipFrames: 0, skipTime: 0 },
    },
  });
  // Its build for WebAssembly fetches its models, and Node's fetch opens no files.
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => new Response(await readFile(new URL(url instanceof Request ? url.url : url)));
  await human.load();
  globalThis.fetch = fetch;
  return {
    name: `@vladmandic/human ${human.version}, ${human.tf.getBackend()}`,
    async look({ rgb }) {
      const tensor = human.tf.tensor(rgb, [1, FILM.heightPx, FILM.widthPx, 3], 'int32');
      const { face } = await human.detect(tensor);
      tensor.dispose();
      return face.map(({ box: [x, y, width, height] }) => [x, y, x + width, y + height] as const);
    },
    close: () => Promise.resolve(),
  };
}
