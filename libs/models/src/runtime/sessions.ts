import type { Provider } from '@vitrine/contracts';
import { env, InferenceSession } from 'onnxruntime-node';
import { messageOf, ModelError } from '../errors.js';
import { inNativeSection } from './native-section.js';
import { AUTO_ORDER, type NamedProvider, PROVIDERS, type UsedPrecision } from './providers.js';

export interface Sessions<Name extends string> {
  readonly networks: Readonly<Record<Name, InferenceSession>>;
  /** Execution provider in use. */
  readonly provider: string;
  /** Why it is not the one `auto` prefers; null otherwise. */
  readonly providerNote: string | null;
  readonly precision: UsedPrecision;
}

export interface SessionSource<Name extends string> {
  /** ONNX files by name. */
  readonly files: Readonly<Record<Name, Uint8Array>>;
  /** The same networks in 8-bit integers, to be run instead where the provider is the CPU. */
  readonly int8Files?: Readonly<Record<Name, Uint8Array>> | undefined;
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
}

/**
 * Opens networks on the provider asked for; `auto` takes the first of AUTO_ORDER that works, and says why it is not a better one.
 *
 * @throws ModelError `provider_unavailable`, `weights_invalid`
 */
export async function openSessions<Name extends string>(source: SessionSource<Name>): Promise<Sessions<Name>> {
  // A provider that is missing is thrown and told by us; the runtime would print it on stderr besides.
  env.logLevel = 'fatal';
  if (source.provider !== 'auto') return { ...(await openOn(source, source.provider)), providerNote: null };
  const [preferred, fallback] = AUTO_ORDER as [NamedProvider, NamedProvider];
  try {
    return { ...(await openOn(source, preferred)), providerNote: null };
  } catch (error) {
    const providerNote =
      `auto: CUDA is not usable (${firstLine(error)}), running on the CPU; ` +
      'npm run gpu prepares a machine with an NVIDIA GPU, and another GPU can be tried with provider webgpu';
    return { ...(await openOn(source, fallback)), providerNote };
  }
}

async function openOn<Name extends string>(
  source: SessionSource<Name>,
  provider: NamedProvider,
): Promise<Omit<Sessions<Name>, 'providerNote'>> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: source.intraOpNumThreads,
    interOpNumThreads: 1,
  };
  const int8Files = PROVIDERS[provider].runsInt8 ? source.int8Files : undefined;
  const files = int8Files ?? source.files;
  try {
    const opened: Partial<Record<Name, InferenceSession>> = {};
    for (const name in files) opened[name] = await inNativeSection(() => InferenceSession.create(files[name], options));
    return { networks: opened as Record<Name, InferenceSession>, provider, precision: int8Files ? 'int8' : 'fp32' };
  } catch (error) {
    const { remedy } = PROVIDERS[provider];
    if (provider === 'cpu') {
      const message = `onnxruntime cannot load the networks (${firstLine(error)}).`;
      throw new ModelError('weights_invalid', message, remedy, { cause: error });
    }
    const message = `worker.inference.provider is ${provider}, which is not usable here (${firstLine(error)}).`;
    throw new ModelError('provider_unavailable', message, remedy, { cause: error });
  }
}

function firstLine(error: unknown): string {
  if (error instanceof ModelError && error.cause !== undefined) return firstLine(error.cause);
  return messageOf(error).split('\n')[0]!;
}
