import { join } from 'node:path';
import { ATTRIBUTE_COUNT, type Precision, type Profile, type Provider } from '@vitrine/contracts';
import { Tensor } from 'onnxruntime-node';
import type { NetworkCrop } from '../align/align-face.js';
import { NETWORK_BOX } from '../align/celeba-frame.js';
import type { RgbImage } from '../image/rgb-image.js';
import { ModelError } from '../errors.js';
import { calibrated } from './calibration.js';
import { multipliesInt8 } from './cpu-int8.js';
import { checkCrop, type Manifest, manifestSchema, packagedWeightsDir, readManifest, readNetwork } from './manifest.js';
import { toNchw } from './nchw.js';
import { missingOutput, readF32 } from './outputs.js';
import { openSessions, type Sessions } from './sessions.js';

export interface AttributeNetworksOptions {
  readonly profile: Profile;
  readonly provider: Provider;
  readonly precision: Precision;
  readonly intraOpNumThreads: number;
  /** Folder that holds one folder a profile; the package's own `weights/` when absent. */
  readonly weightsDir?: string;
}

export interface AttributeInference {
  /** f32[N,40] in the order of ATTRIBUTE_NAMES, before calibration. */
  readonly logits: Float32Array;
  /** f32[N,40], calibrated. */
  readonly probs: Float32Array;
  readonly abstractionMs: number;
  readonly dualPathMs: number;
}

/** The abstraction network and the dual-path network, one after the other, on onnxruntime. */
export class AttributeNetworks {
  private constructor(
    private readonly manifest: Manifest,
    private readonly sessions: Sessions<'abstraction' | 'dualPath'>,
  ) {}

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load(options: AttributeNetworksOptions): Promise<AttributeNetworks> {
    const folder = join(options.weightsDir ?? packagedWeightsDir(), options.profile);
    const manifest = await readManifest(folder, manifestSchema);
    checkCrop(manifest.crop, NETWORK_BOX, folder);
    const { provider, precision, intraOpNumThreads } = options;
    if (precision === 'int8' && !manifest.int8) {
      throw new ModelError(
        'weights_missing',
        `${folder} has no int8 networks.`,
        'Make them with `quantise` (training/README.md), or set worker.inference.precision to auto.',
      );
    }
    const int8 = precision === 'int8' || (precision === 'auto' && (await multipliesInt8())) ? manifest.int8 : undefined;
    const [files, int8Files] = await Promise.all([readPair(folder, manifest), int8 && readPair(folder, int8)]);
    return new AttributeNetworks(manifest, await openSessions({ files, int8Files, provider, intraOpNumThreads }));
  }

  get profile(): string {
    return this.manifest.profile;
  }

  get modelVersion(): string {
    return this.manifest.version;
  }

  get provider(): string {
    return this.sessions.provider;
  }

  get providerNote(): string | null {
    return this.sessions.providerNote;
  }

  /** What they compute in. */
  get precision(): Exclude<Precision, 'auto'> {
    return this.sessions.precision;
  }

  /** How `alignFace` cuts the faces that `infer` takes. */
  get crop(): NetworkCrop {
    return { box: NETWORK_BOX, sizePx: this.manifest.abstraction.inputSizePx };
  }

  /** [40]: the probability above which an answer of yes makes balanced accuracy largest. */
  get balancedThresholds(): readonly number[] {
    return this.manifest.balancedThresholds;
  }

  /**
   * @param faces N faces aligned to `crop`, N ≥ 0
   * @throws ModelError `input_invalid`
   */
  async infer(faces: readonly RgbImage[]): Promise<AttributeInference> {
    if (faces.length === 0) return { logits: new Float32Array(), probs: new Float32Array(), abstractionMs: 0, dualPathMs: 0 };
    const started = performance.now();
    const { original, abstraction } = await this.abstractTensors(faces);
    const abstracted = performance.now();
    const { logits } = await this.sessions.networks.dualPath.run({ original, abstraction });
    const values = await readF32(logits, [faces.length, ATTRIBUTE_COUNT], 'logits');
    return {
      logits: values,
      probs: this.calibrate(values),
      abstractionMs: abstracted - started,
      dualPathMs: performance.now() - abstracted,
    };
  }

  /** The abstraction network alone, S = crop.sizePx. @returns f32[N,3,S,S] in −1..1 */
  async abstract(faces: readonly RgbImage[]): Promise<Float32Array> {
    if (faces.length === 0) return new Float32Array();
    const { abstraction } = await this.abstractTensors(faces);
    return readF32(abstraction, [faces.length, 3, this.crop.sizePx, this.crop.sizePx], 'abstraction');
  }

  /** @param logits f32[N·40] @returns calibrated probabilities, f32[N·40] */
  calibrate(logits: Float32Array): Float32Array {
    const { calibration } = this.precision === 'int8' ? this.manifest.int8! : this.manifest;
    return calibrated(logits, calibration);
  }

  async close(): Promise<void> {
    await Promise.all([this.sessions.networks.abstraction.release(), this.sessions.networks.dualPath.release()]);
  }

  private async abstractTensors(faces: readonly RgbImage[]): Promise<{ original: Tensor; abstraction: Tensor }> {
    const size = this.crop.sizePx;
    const original = new Tensor('float32', toNchw(faces, size), [faces.length, 3, size, size]);
    const { abstraction } = await this.sessions.networks.abstraction.run({ original });
    if (!abstraction) throw missingOutput('abstraction', 'abstraction');
    return { original, abstraction };
  }
}

type PairFiles = Pick<Manifest, 'abstraction' | 'dualPath'>;

async function readPair(folder: string, pair: PairFiles): Promise<Record<keyof PairFiles, Uint8Array>> {
  const [abstraction, dualPath] = await Promise.all([readNetwork(folder, pair.abstraction), readNetwork(folder, pair.dualPath)]);
  return { abstraction, dualPath };
}
