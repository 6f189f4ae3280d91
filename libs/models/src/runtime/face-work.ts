import { ATTRIBUTE_COUNT } from '@vitrine/contracts';
import type { Transferable } from 'node:worker_threads';
import { AgeGenderNetwork } from '../age-gender/age-gender-network.js';
import { colourCrop, cutLuma } from '../align/cut-face.js';
import { AGE_GENDER_CROP, QUALITY_CROP } from '../align/network-crop.js';
import { cropToPicture, toCelebaFrame } from '../align/template.js';
import { AttributeNetwork } from '../attributes/attribute-network.js';
import type { FaceDetector } from '../detect/detector.js';
import { openDetector } from '../detect/open-detector.js';
import { GREY_PER_LUMA } from '../image/colour.js';
import type { PlanarImage } from '../image/planar-image.js';
import { shrinkToRgb } from '../image/shrink.js';
import { faceQuality, type QualityGate, refusal, refusedUnseen } from '../quality/face-quality.js';
import { laplacianVariance } from '../quality/sharpness.js';
import type { CutFace, FaceAnswer, FaceCrops, LocatedFace, ThreadInfo, ThreadPlan, ThreadRequest } from './protocol.js';

/** An answer and what of it is handed over instead of copied. */
export interface Answer {
  readonly value: unknown;
  readonly transfer: Transferable[];
}

/** All that touches a pixel or runs a network, in the thread that does it. */
export class FaceWork {
  private constructor(
    private readonly detector: FaceDetector,
    private readonly attributes: AttributeNetwork,
    private readonly ageGender: AgeGenderNetwork,
  ) {}

  static async load({ detection, inference }: ThreadPlan): Promise<FaceWork> {
    const detector = await openDetector(detection, inference);
    return new FaceWork(detector, await AttributeNetwork.load(inference), await AgeGenderNetwork.load(inference));
  }

  get info(): ThreadInfo {
    return { detector: this.detector.runtime, attributes: this.attributes.traits, ageGender: this.ageGender.traits };
  }

  async answer(request: ThreadRequest): Promise<Answer> {
    switch (request.kind) {
      case 'detect':
        return kept((await this.detector.detect([request.image], request.longSidePx))[0]);
      case 'cut': {
        const cut = request.faces.map((face) => this.#cut(request.image, face, request.gate));
        return { value: cut, transfer: cut.flatMap(({ crops }) => (crops ? buffersOf(crops) : [])) };
      }
      case 'judge':
        return kept(await this.#judge(request.faces));
      case 'picture': {
        const { image, widthPx } = request;
        const picture = shrinkToRgb(image, widthPx, Math.max(1, Math.round((image.heightPx * widthPx) / image.widthPx)));
        return { value: picture, transfer: [picture.data.buffer as ArrayBuffer] };
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.detector.close(), this.attributes.close(), this.ageGender.close()]);
  }

  /** Each step only for faces that passed the one before: size and pose, then sharpness, then colour. */
  #cut(image: PlanarImage, { box, points, scoreToBeat = 0 }: LocatedFace, gate: QualityGate): CutFace {
    const unseen = faceQuality(box, points, 0);
    const refusedBefore = refusedUnseen(unseen, gate);
    if (refusedBefore) return { quality: unseen, refusal: refusedBefore, crops: null };
    const frame = toCelebaFrame(points, this.detector.template);
    const lumaOf = (crop: typeof QUALITY_CROP) => {
      const toPicture = cropToPicture(frame, crop);
      return { toPicture, luma: cutLuma(image, toPicture, crop.sizePx) };
    };
    const judged = lumaOf(QUALITY_CROP);
    const sharpness = laplacianVariance(judged.luma, QUALITY_CROP.sizePx, QUALITY_CROP.sizePx) * GREY_PER_LUMA ** 2;
    const quality = faceQuality(box, points, sharpness);
    const refused = refusal(quality, gate);
    if (refused || quality.score <= scoreToBeat) return { quality, refusal: refused, crops: null };
    const attributes = this.attributes.crop.sizePx === QUALITY_CROP.sizePx ? judged : lumaOf(this.attributes.crop);
    const ageGender = lumaOf(AGE_GENDER_CROP);
    const crops = {
      attributesNhwc: colourCrop(image, attributes.toPicture, attributes.luma),
      ageGenderNhwc: colourCrop(image, ageGender.toPicture, ageGender.luma),
    };
    return { quality, refusal: null, crops };
  }

  async #judge(faces: readonly FaceCrops[]): Promise<FaceAnswer[]> {
    const logits = await this.attributes.infer(faces.map(({ attributesNhwc }) => attributesNhwc));
    const ageGenders = await this.ageGender.infer(faces.map(({ ageGenderNhwc }) => ageGenderNhwc));
    return ageGenders.map((ageGender, i) => ({
      ...ageGender,
      logits: logits.slice(i * ATTRIBUTE_COUNT, (i + 1) * ATTRIBUTE_COUNT),
    }));
  }
}

/** @returns the crops' memory, to be handed over */
export function buffersOf({ attributesNhwc, ageGenderNhwc }: FaceCrops): Transferable[] {
  return [attributesNhwc.buffer as ArrayBuffer, ageGenderNhwc.buffer as ArrayBuffer];
}

function kept(value: unknown): Answer {
  return { value, transfer: [] };
}
