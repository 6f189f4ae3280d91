import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ATTRIBUTE_COUNT, type Provider, type WorkerConfig } from '@vitrine/contracts';
import { Tensor } from 'onnxruntime-node';
import { ModelError } from '../errors.js';
import { NETWORK_BOX } from '../align/celeba-frame.js';
import type { RgbImage } from '../image/rgb-image.js';
import { calibrated } from './calibration.js';
import { type Manifest, readManifest, readNetwork } from './manifest.js';
import { toNchw } from './nchw.js';
import { openSessions, type Sessions } from './sessions.js';

export interface AttributeNetworksOptions {
  readonly profile: WorkerConfig['inference']['profile'];
  readonly provider: Provider;
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
    private readonly sessions: Sessions,
  ) {}

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load(options: AttributeNetworksOptions): Promise<AttributeNetworks> {
    const folder = join(options.weightsDir ?? packagedWeightsDir(), options.profile);
    const manifest = await readManifest(folder);
    checkCrop(manifest, folder);
    const [abstraction, dualPath] = await Promise.all([
      readNetwork(folder, manifest.abstraction),
      readNetwork(folder, manifest.dualPath),
    ]);
    const { provider, intraOpNumThreads } = options;
    return new AttributeNetworks(manifest, await openSessions({ abstraction, dualPath, provider, intraOpNumThreads }));
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

  /** Side of the aligned faces `infer` takes. */
  get inputSizePx(): number {
    return this.manifest.abstraction.inputSizePx;
  }

  /** [40]: the probability above which an answer of yes makes balanced accuracy largest. */
  get balancedThresholds(): readonly number[] {
    return this.manifest.balancedThresholds;
  }

  /**
   * @param faces N aligned faces of inputSizePx × inputSizePx, N ≥ 0
   * @throws ModelError `input_invalid`
   */
  async infer(faces: readonly RgbImage[]): Promise<AttributeInference> {
    if (faces.length === 0) return { logits: new Float32Array(), probs: new Float32Array(), abstractionMs: 0, dualPathMs: 0 };
    const started = performance.now();
    const { original, abstraction } = await this.abstractTensors(faces);
    const abstracted = performance.now();
    const { logits } = await this.sessions.dualPath.run({ original, abstraction });
    const values = await readF32(logits, [faces.length, ATTRIBUTE_COUNT], 'logits');
    return {
      logits: values,
      probs: this.calibrate(values),
      abstractionMs: abstracted - started,
      dualPathMs: performance.now() - abstracted,
    };
  }

  /** The abstraction network alone. @returns f32[N,3,S,S] in −1..1 */
  async abstract(faces: readonly RgbImage[]): Promise<Float32Array> {
    if (faces.length === 0) return new Float32Array();
    const { abstraction } = await this.abstractTensors(faces);
    return readF32(abstraction, [faces.length, 3, this.inputSizePx, this.inputSizePx], 'abstraction');
  }

  /** @param logits f32[N·40] @returns calibrated probabilities, f32[N·40] */
  calibrate(logits: Float32Array): Float32Array {
    return calibrated(logits, this.manifest.calibration);
  }

  async close(): Promise<void> {
    await Promise.all([this.sessions.abstraction.release(), this.sessions.dualPath.release()]);
  }

  private async abstractTensors(faces: readonly RgbImage[]): Promise<{ original: Tensor; abstraction: Tensor }> {
    const size = this.inputSizePx;
    const original = new Tensor('float32', toNchw(faces, size), [faces.length, 3, size, size]);
    const { abstraction } = await this.sessions.abstraction.run({ original });
    if (!abstraction) throw missingOutput('abstraction', 'abstraction');
    return { original, abstraction };
  }
}

async function readF32(output: Tensor | undefined, dims: readonly number[], name: string): Promise<Float32Array> {
  const data = await output?.getData();
  if (data instanceof Float32Array && output!.dims.join() === dims.join()) return data;
  throw missingOutput(name, `f32[${dims.join()}]`);
}

function missingOutput(name: string, expected: string): ModelError {
  return new ModelError(
    'weights_invalid',
    `A network gave no output '${name}' of ${expected}.`,
    'Export the weights again with training/.',
  );
}

/** Weights trained on another framing than `alignFace` cuts would answer, and wrongly. */
function checkCrop({ crop }: Manifest, folder: string): void {
  if (crop.boxXyxyPx.join() === NETWORK_BOX.join()) return;
  throw new ModelError(
    'weights_invalid',
    `${folder}/manifest.json: crop.boxXyxyPx is [${crop.boxXyxyPx.join()}], faces are aligned to [${NETWORK_BOX.join()}].`,
    'Train on the crop that alignment makes.',
  );
}

function packagedWeightsDir(): string {
  return fileURLToPath(new URL('../../weights/', import.meta.url));
}
