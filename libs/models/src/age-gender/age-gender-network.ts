import type { Provider } from '@vitrine/contracts';
import { join } from 'node:path';
import { AGE_GENDER_CROP } from '../align/network-crop.js';
import { faceBatch } from '../runtime/face-batch.js';
import { inNativeSection } from '../runtime/native-section.js';
import { readF32 } from '../runtime/outputs.js';
import { openSessions, type Sessions } from '../runtime/sessions.js';
import { checkCrop } from '../weights/crop-schema.js';
import { packagedWeightsDir, readManifest, readNetwork } from '../weights/weights-folder.js';
import type { AgeSpreadParameters } from './age-spread.js';
import type { GenderAnswerParameters } from './answer-gender.js';
import { type AgeGenderManifest, ageGenderManifestSchema } from './manifest.js';

export interface AgeGenderNetworkOptions {
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
  /** Folder that holds `age-gender/`; the package's own `weights/` when absent. */
  readonly weightsDir?: string | undefined;
}

/** What the network says of one face; `answerGender` makes an answer of it. */
export interface AgeGender {
  readonly ageYears: number;
  /** Log odds of male. */
  readonly maleLogit: number;
}

/** What is needed to read its answers. */
export interface AgeGenderTraits {
  readonly version: string;
  readonly genderAnswer: GenderAnswerParameters;
  readonly ageSpread: AgeSpreadParameters;
}

/** Age and gender from faces cut to AGE_GENDER_CROP, on onnxruntime (docs/adr/0004), in the thread that calls it. */
export class AgeGenderNetwork {
  readonly traits: AgeGenderTraits;

  private constructor(
    manifest: AgeGenderManifest,
    private readonly sessions: Sessions<'ageGender'>,
  ) {
    const { version, genderAnswer, ageSpread } = manifest;
    this.traits = { version, genderAnswer, ageSpread };
  }

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load({ provider, intraOpNumThreads, weightsDir }: AgeGenderNetworkOptions): Promise<AgeGenderNetwork> {
    const folder = join(weightsDir ?? packagedWeightsDir(), 'age-gender');
    const manifest = await readManifest(folder, ageGenderManifestSchema);
    checkCrop(manifest.crop, AGE_GENDER_CROP.box, folder);
    const ageGender = await readNetwork(folder, manifest.ageGender);
    return new AgeGenderNetwork(manifest, await openSessions({ files: { ageGender }, provider, intraOpNumThreads }));
  }

  /**
   * @param faces N times u8[96,96,3], N ≥ 0
   * @throws ModelError `input_invalid`
   */
  async infer(faces: readonly Uint8Array[]): Promise<AgeGender[]> {
    if (faces.length === 0) return [];
    const batch = faceBatch(faces, AGE_GENDER_CROP.sizePx);
    const { answers } = await inNativeSection(() => this.sessions.networks.ageGender.run({ faces: batch }));
    const values = await readF32(answers, [faces.length, 2], 'answers');
    return faces.map((_, n) => ({ maleLogit: values[2 * n]!, ageYears: values[2 * n + 1]! }));
  }

  async close(): Promise<void> {
    await inNativeSection(() => this.sessions.networks.ageGender.release());
  }
}
