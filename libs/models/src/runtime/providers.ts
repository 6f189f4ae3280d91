import type { Precision, Provider } from '@vitrine/contracts';

export type NamedProvider = Exclude<Provider, 'auto'>;

interface ProviderTraits {
  /** Whether it multiplies 8-bit integers faster than floats, where the processor does. */
  readonly runsInt8: boolean;
  /** What to do where it is asked for and missing. */
  readonly remedy: string;
}

const USE_AUTO = 'or set worker.inference.provider to auto.';

/** onnxruntime's execution providers, as far as this product knows them. */
export const PROVIDERS: Readonly<Record<NamedProvider, ProviderTraits>> = {
  cpu: { runsInt8: true, remedy: 'Export the weights again with training/, or restore them from the repository.' },
  cuda: {
    runsInt8: false,
    remedy: `Run npm run gpu, which puts onnxruntime’s CUDA provider in place (CUDA 13, cuDNN 9) and checks it, ${USE_AUTO}`,
  },
  tensorrt: { runsInt8: false, remedy: `Install TensorRT 10 for CUDA 13 and run npm run gpu, ${USE_AUTO}` },
  webgpu: { runsInt8: false, remedy: `Install a Vulkan (Linux), Metal or Direct3D 12 driver for the GPU, ${USE_AUTO}` },
};

/**
 * The order in which `auto` tries. WebGPU is not in it, because it may be rendered in software without telling; the note of a run that ended
 * on the CPU names it.
 */
export const AUTO_ORDER: readonly NamedProvider[] = ['cuda', 'cpu'];

/** What networks compute in, as it turned out. */
export type UsedPrecision = Exclude<Precision, 'auto'>;
