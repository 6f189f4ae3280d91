import type { Precision, Provider } from '@vitrine/contracts';
import { env, InferenceSession } from 'onnxruntime-node';
import { messageOf, ModelError } from '../errors.js';

export interface Sessions<Name extends string> {
  readonly networks: Readonly<Record<Name, InferenceSession>>;
  /** Execution provider in use. */
  readonly provider: string;
  /** Why it is not the one `auto` prefers; null otherwise. */
  readonly providerNote: string | null;
  readonly precision: Exclude<Precision, 'auto'>;
}

export interface SessionSource<Name extends string> {
  /** ONNX files by name. */
  readonly files: Readonly<Record<Name, Uint8Array>>;
  /** The same networks in 8-bit integers, to be run instead where the provider is the CPU. */
  readonly int8Files?: Readonly<Record<Name, Uint8Array>> | undefined;
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
}

const REMEDIES: Record<Exclude<Provider, 'auto' | 'cpu'>, string> = {
  cuda: 'Install CUDA 12 and cuDNN 9 and onnxruntime-node with its CUDA files (npm rebuild onnxruntime-node without onnxruntime-node-install=skip), or set worker.inference.provider to auto.',
  tensorrt: 'Install TensorRT and onnxruntime-node with its CUDA files, or set worker.inference.provider to auto.',
  webgpu: 'Install a Vulkan (Linux), Metal or Direct3D 12 driver for the GPU, or set worker.inference.provider to auto.',
};

/**
 * Opens networks on the provider asked for. `auto` is CUDA where it works, else the CPU, and says so; WebGPU is taken only when
 * asked for by name, because it may be rendered in software without telling.
 *
 * @throws ModelError `provider_unavailable`, `weights_invalid`
 */
export async function openSessions<Name extends string>(source: SessionSource<Name>): Promise<Sessions<Name>> {
  // A provider that is missing is thrown and told by us; the runtime would print it on stderr besides.
  env.logLevel = 'fatal';
  if (source.provider !== 'auto') return { ...(await openOn(source, source.provider)), providerNote: null };
  try {
    return { ...(await openOn(source, 'cuda')), providerNote: null };
  } catch (error) {
    const providerNote = `auto: CUDA is not usable (${firstLine(error)}), running on the CPU`;
    return { ...(await openOn(source, 'cpu')), providerNote };
  }
}

async function openOn<Name extends string>(
  source: SessionSource<Name>,
  provider: Exclude<Provider, 'auto'>,
): Promise<Omit<Sessions<Name>, 'providerNote'>> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: source.intraOpNumThreads,
    interOpNumThreads: 1,
  };
  try {
    const int8Files = provider === 'cpu' ? source.int8Files : undefined;
    const files = int8Files ?? source.files;
    const opened: Partial<Record<Name, InferenceSession>> = {};
    for (const name in files) opened[name] = await InferenceSession.create(files[name], options);
    return { networks: opened as Record<Name, InferenceSession>, provider, precision: int8Files ? 'int8' : 'fp32' };
  } catch (error) {
    if (provider === 'cpu') {
      const remedy = 'Export the weights again with training/, or restore them from the repository.';
      throw new ModelError('weights_invalid', `onnxruntime cannot load the networks (${firstLine(error)}).`, remedy, {
        cause: error,
      });
    }
    const message = `worker.inference.provider is ${provider}, which is not usable here (${firstLine(error)}).`;
    throw new ModelError('provider_unavailable', message, REMEDIES[provider], { cause: error });
  }
}

function firstLine(error: unknown): string {
  if (error instanceof ModelError && error.cause !== undefined) return firstLine(error.cause);
  return messageOf(error).split('\n')[0]!;
}
