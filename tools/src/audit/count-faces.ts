import type { Preview } from '@vitrine/contracts';
import { fromRgb, openDetector } from '@vitrine/models';
import sharp from 'sharp';

/** Far below what is used for anything else: whatever may be a face counts. */
const MIN_CONFIDENCE = 0.3;

export interface FaceCount {
  readonly pictures: number;
  readonly picturesWithFaces: number;
  readonly faces: number;
  /** Pictures whose flag says that no face is to be seen. */
  readonly saidBlurred: number;
  /** …and in which one was found all the same. */
  readonly wronglySaid: number;
}

/** Looks for faces in previews with a detector that had no part in making them: face-api's SSD. */
export async function countFaces(previews: readonly Preview[], onFound?: (preview: Preview) => void): Promise<FaceCount> {
  const detector = await openDetector(
    { engine: 'face-api', model: 'ssd', inputSizePx: 512, minConfidence: MIN_CONFIDENCE },
    { provider: 'cpu', intraOpNumThreads: 1 },
  );
  const count = { pictures: 0, picturesWithFaces: 0, faces: 0, saidBlurred: 0, wronglySaid: 0 };
  try {
    for (const preview of previews) {
      const found = preview.jpegBase64 === null ? 0 : (await detector.detect([await decode(preview.jpegBase64)]))[0]!.length;
      count.pictures += 1;
      count.faces += found;
      if (found > 0) count.picturesWithFaces += 1;
      if (preview.facesBlurred) count.saidBlurred += 1;
      if (preview.facesBlurred && found > 0) count.wronglySaid += 1;
      if (found > 0) onFound?.(preview);
    }
    return count;
  } finally {
    await detector.close();
  }
}

async function decode(jpegBase64: string) {
  const { data, info } = await sharp(Buffer.from(jpegBase64, 'base64')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return fromRgb({ widthPx: info.width, heightPx: info.height, data });
}
