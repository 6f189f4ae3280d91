import { join } from 'node:path';
import { ATTRIBUTE_COUNT, type Precision, type Profile, type Provider } from '@vitrine/contracts';
import { NETWORK_BOX } from '../align/celeba-frame.js';
import type { NetworkCrop } from '../align/network-crop.js';
import { ModelError } from '../errors.js';
import { multipliesInt8 } from '../runtime/cpu-int8.js';
import { faceBatch } from '../runtime/face-batch.js';
import { inNativeSection } from '../runtime/native-section.js';
import { readF32, readU8 } from '../runtime/outputs.js';
import type { UsedPrecision } from '../runtime/providers.js';
import { openSessions, type Sessions } from '../runtime/sessions.js';
import { checkCrop } from '../weights/crop-schema.js';
import { packagedWeightsDir, readManifest, readNetwork } from '../weights/weights-folder.js';
import { calibrated, type Calibration } from './calibration.js';
import { type Manifest, manifestSchema } from './manifest.js';

export interface AttributeNetworkOptions {
  readonly profile: Profile;
  readonly provider: Provider;
  readonly precision: Precision;
  readonly intraOpNumThreads: number;
  /** Folder that holds one folder a profile; the package's own `weights/` when absent. */
  readonly weightsDir?: string | undefined;
}

/** What the network turned out to be, and what is needed to read its answers. */
export interface AttributeTraits {
  readonly profile: string;
  readonly version: string;
  readonly provider: string;
  readonly providerNote: string | null;
  /** What it computes in. */
  readonly precision: UsedPrecision;
  readonly calibration: Calibration;
  /** [40]: the probability above which an answer of yes makes balanced accuracy largest. */
  readonly balancedThresholds: readonly number[];
}

/**
 * The abstraction network and the dual-path network as one graph on onnxruntime, in the thread that calls it: the abstraction image never
 * leaves the device unless it is asked for.
 */
export class AttributeNetwork {
  readonly traits: AttributeTraits;
  /** How faces are cut for it. */
  readonly crop: NetworkCrop;

  private constructor(
    manifest: Manifest,
    private readonly sessions: Sessions<'network'>,
  ) {
    const { profile, version, balancedThresholds } = manifest;
    const { provider, providerNote, precision } = sessions;
    const { calibration } = precision === 'int8' ? manifest.int8! : manifest;
    this.traits = { profile, version, provider, providerNote, precision, calibration, balancedThresholds };
    this.crop = { box: NETWORK_BOX, sizePx: manifest.network.inputSizePx };
  }

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load(options: AttributeNetworkOptions): Promise<AttributeNetwork> {
    const folder = join(options.weightsDir ?? packagedWeightsDir(), options.profile);
    const manifest = await readManifest(folder, manifestSchema);
    checkCrop(manifest.crop, NETWORK_BOX, folder);
    const { provider, precision, intraOpNumThreads } = options;
    if (precision === 'int8' && !manifest.int8) {
      throw new ModelError(
        'weights_missing',
        `${folder} has no int8 network.`,
        'Make it with `quantise` (training/README.md), or set worker.inference.precision to auto.',
      );
    }
    const int8 = precision === 'int8' || (precision === 'auto' && (await multipliesInt8())) ? manifest.int8 : undefined;
    const files = { network: await readNetwork(folder, manifest.network) };
    const int8Files = int8 && { network: await readNetwork(folder, int8) };
    return new AttributeNetwork(manifest, await openSessions({ files, int8Files, provider, intraOpNumThreads }));
  }

  /**
   * @param faces N times u8[S,S,3], cut to `crop`, N ≥ 0
   * @returns logits f32[N,40] in the order of ATTRIBUTE_NAMES, before calibration
   * @throws ModelError `input_invalid`
   */
  async infer(faces: readonly Uint8Array[]): Promise<Float32Array> {
    if (faces.length === 0) return new Float32Array();
    const { logits } = await this.#run(faces, 'logits');
    return readF32(logits, [faces.length, ATTRIBUTE_COUNT], 'logits');
  }

  /** The abstraction image of each face. @returns u8[N,S,S,3] */
  async abstract(faces: readonly Uint8Array[]): Promise<Uint8Array> {
    if (faces.length === 0) return new Uint8Array();
    const { abstraction } = await this.#run(faces, 'abstraction');
    return readU8(abstraction, [faces.length, this.crop.sizePx, this.crop.sizePx, 3], 'abstraction');
  }

  /** @param logits f32[N·40] @returns calibrated probabilities, f32[N·40] */
  calibrate(logits: Float32Array): Float32Array {
    return calibrated(logits, this.traits.calibration);
  }

  async close(): Promise<void> {
    await inNativeSection(() => this.sessions.networks.network.release());
  }

  #run(faces: readonly Uint8Array[], output: 'logits' | 'abstraction') {
    const batch = faceBatch(faces, this.crop.sizePx);
    return inNativeSection(() => this.sessions.networks.network.run({ faces: batch }, [output]));
  }
}
