import type { Provider } from '@vitrine/contracts';
import { Tensor } from 'onnxruntime-node';
import { join } from 'node:path';
import { AGE_GENDER_CROP } from '../align/align-face.js';
import type { AgeGender } from '../faces/options.js';
import type { RgbImage } from '../image/rgb-image.js';
import {
  type AgeGenderManifest,
  ageGenderManifestSchema,
  checkCrop,
  packagedWeightsDir,
  readManifest,
  readNetwork,
} from './manifest.js';
import { toNchw } from './nchw.js';
import { readF32 } from './outputs.js';
import { openSessions, type Sessions } from './sessions.js';

export interface AgeGenderNetworkOptions {
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
  /** Folder that holds `age-gender/`; the package's own `weights/` when absent. */
  readonly weightsDir?: string;
}

/** Age and gender from faces aligned to AGE_GENDER_CROP, on onnxruntime (docs/adr/0004). */
export class AgeGenderNetwork {
  private constructor(
    private readonly manifest: AgeGenderManifest,
    private readonly sessions: Sessions<'ageGender'>,
  ) {}

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load({ provider, intraOpNumThreads, weightsDir }: AgeGenderNetworkOptions): Promise<AgeGenderNetwork> {
    const folder = join(weightsDir ?? packagedWeightsDir(), 'age-gender');
    const manifest = await readManifest(folder, ageGenderManifestSchema);
    checkCrop(manifest.crop, AGE_GENDER_CROP.box, folder);
    const ageGender = await readNetwork(folder, manifest.ageGender);
    return new AgeGenderNetwork(manifest, await openSessions({ files: { ageGender }, provider, intraOpNumThreads }));
  }

  get version(): string {
    return this.manifest.version;
  }

  /**
   * @param faces N aligned faces of inputSizePx × inputSizePx, N ≥ 0
   * @throws ModelError `input_invalid`
   */
  async infer(faces: readonly RgbImage[]): Promise<AgeGender[]> {
    if (faces.length === 0) return [];
    const size = this.manifest.ageGender.inputSizePx;
    const face = new Tensor('float32', toNchw(faces, size), [faces.length, 3, size, size]);
    const { answers } = await this.sessions.networks.ageGender.run({ face });
    const values = await readF32(answers, [faces.length, 2], 'answers');
    return faces.map((_, n) => toAgeGender(values[2 * n]!, values[2 * n + 1]!));
  }

  async close(): Promise<void> {
    await this.sessions.networks.ageGender.release();
  }
}

function toAgeGender(maleLogit: number, ageYears: number): AgeGender {
  return {
    ageYears,
    gender: maleLogit > 0 ? 'male' : 'female',
    genderProbability: 1 / (1 + Math.exp(-Math.abs(maleLogit))),
  };
}
