import type { Provider } from '@vitrine/contracts';
import { Tensor } from 'onnxruntime-node';
import { join } from 'node:path';
import type { AlignmentTemplate } from '../align/template.js';
import type { FivePoints } from '../geometry/points.js';
import type { PlanarImage } from '../image/planar-image.js';
import { shrinkToRgb } from '../image/shrink.js';
import { inNativeSection } from '../runtime/native-section.js';
import { missingOutput } from '../runtime/outputs.js';
import { openSessions, type Sessions } from '../runtime/sessions.js';
import { packagedWeightsDir, readManifest, readNetwork } from '../weights/weights-folder.js';
import { CELL_PLANES, decodeYunet } from './decode-yunet.js';
import type { DetectedFace, DetectorRuntime, FaceDetector } from './detector.js';
import { type DetectorManifest, detectorManifestSchema } from './manifest.js';
import { pictureSize } from './picture-size.js';
import { suppressOverlaps } from './suppress-overlaps.js';

const STRIDES_PX = [8, 16, 32] as const;

/** Faces of a picture that are kept; a crowd of more is not told apart anyway, and the work after detection is bounded. */
const MOST_FACES = 500;

export interface YunetOptions {
  readonly inputSizePx: number;
  readonly minConfidence: number;
  readonly provider: Provider;
  readonly intraOpNumThreads: number;
  /** Folder that holds `detector/`; the package's own `weights/` when absent. */
  readonly weightsDir?: string | undefined;
}

/** Our own detector, a network of YuNet's architecture (Wu et al., 2023), on onnxruntime. */
export class YunetDetector implements FaceDetector {
  readonly runtime: DetectorRuntime;
  readonly template: AlignmentTemplate;
  /** Pictures of one size are written over one another. */
  #memory = new Uint8ClampedArray();

  private constructor(
    private readonly options: YunetOptions,
    private readonly manifest: DetectorManifest,
    private readonly sessions: Sessions<'detector'>,
  ) {
    const { provider, providerNote } = sessions;
    this.runtime = { engine: 'yunet', version: manifest.version, provider, providerNote };
    this.template = manifest.points.destinationXyPx.map(([x, y]) => ({ x, y })) as unknown as FivePoints;
  }

  /** @throws ModelError `weights_missing`, `weights_invalid`, `weights_corrupt`, `provider_unavailable` */
  static async load(options: YunetOptions): Promise<YunetDetector> {
    const folder = join(options.weightsDir ?? packagedWeightsDir(), 'detector');
    const manifest = await readManifest(folder, detectorManifestSchema);
    const detector = await readNetwork(folder, manifest.detector);
    return new YunetDetector(options, manifest, await openSessions({ ...options, files: { detector } }));
  }

  /** Pictures follow one another: on a CPU a batch gains nothing, and cameras differ in shape. */
  async detect(images: readonly PlanarImage[], longSidePx = this.options.inputSizePx): Promise<DetectedFace[][]> {
    const found: DetectedFace[][] = [];
    for (const image of images) found.push(await this.#look(image, longSidePx));
    return found;
  }

  async close(): Promise<void> {
    await inNativeSection(() => this.sessions.networks.detector.release());
  }

  async #look(image: PlanarImage, longSidePx: number): Promise<DetectedFace[]> {
    // A smaller picture is not enlarged: it shows no more then, and the points of a face that fills it are found worse.
    const { widthPx, heightPx } = pictureSize(image, Math.min(longSidePx, Math.max(image.widthPx, image.heightPx)));
    const bytes = 3 * widthPx * heightPx;
    if (this.#memory.length !== bytes) this.#memory = new Uint8ClampedArray(bytes);
    const { data } = shrinkToRgb(image, widthPx, heightPx, this.#memory);
    const picture = new Tensor('uint8', data, [1, heightPx, widthPx, 3]);
    const outputs = await inNativeSection(() => this.sessions.networks.detector.run({ image: picture }));
    const faces: DetectedFace[] = [];
    for (const stridePx of STRIDES_PX) {
      const [rows, columns] = [heightPx / stridePx, widthPx / stridePx];
      const values = cellsOf(outputs[`cells${stridePx}`], [1, CELL_PLANES, rows, columns], stridePx);
      const [strideX, strideY] = [image.widthPx / columns, image.heightPx / rows];
      faces.push(...decodeYunet({ strideX, strideY, rows, columns, values }, this.options.minConfidence));
    }
    return suppressOverlaps(faces, this.manifest.detection.nmsIou).slice(0, MOST_FACES);
  }
}

function cellsOf(output: Tensor | undefined, dims: readonly number[], stridePx: number): Float32Array {
  if (output?.data instanceof Float32Array && output.dims.join() === dims.join()) return output.data;
  throw missingOutput(`cells${stridePx}`, `f32[${dims.join()}]`);
}
