import type { FaceLandmarks68 } from '@vladmandic/face-api';
import type { AlignmentTemplate } from '../align/template.js';
import type { FivePoints } from '../geometry/points.js';
import { cutPlanar } from '../image/cut-planar.js';
import type { PlanarImage } from '../image/planar-image.js';
import type { RgbImage } from '../image/rgb-image.js';
import { shrinkToRgb } from '../image/shrink.js';
import type { DetectedFace, DetectorOptions, DetectorRuntime, FaceDetector } from './detector.js';
import { type BoxWithConfidence, detectTiny } from './face-api-tiny.js';
import { fiveOf68 } from './five-of-68.js';
import { pictureSize } from './picture-size.js';
import { faceApiModelDir, loadFaceApi, type LoadedFaceApi } from './tensorflow.js';

/** Every face of a picture matters; this only bounds the SSD's output. */
const MAX_SSD_FACES = 200;
/** Sides of the networks' inputs. */
const SSD_INPUT_PX = 512;
const LANDMARKS_INPUT_PX = 112;

/**
 * Where face-api's 68 points have the five, on average over CelebA's training photos: `node libs/models/dist/measure/celeba-template.js`
 * prints it.
 */
const TEMPLATE: AlignmentTemplate = [
  { x: 68.9, y: 111.4 },
  { x: 107.1, y: 111.5 },
  { x: 88.2, y: 134.5 },
  { x: 71.4, y: 152.6 },
  { x: 105.2, y: 152.6 },
];

/**
 * face-api's detectors, each face with five points of its 68 landmarks, on tfjs-node-gpu where that is installed and finds a GPU, else on
 * WebAssembly. Loaded only when it is chosen.
 */
export class FaceApiDetector implements FaceDetector {
  readonly template = TEMPLATE;

  private constructor(
    private readonly loaded: LoadedFaceApi,
    private readonly options: Omit<DetectorOptions, 'engine'>,
  ) {}

  /** @throws ModelError `face_backend_unavailable` */
  static async load(options: Omit<DetectorOptions, 'engine'>): Promise<FaceApiDetector> {
    const loaded = await loadFaceApi();
    const { nets } = loaded.api;
    const detector = options.model === 'tiny' ? nets.tinyFaceDetector : nets.ssdMobilenetv1;
    for (const net of [detector, nets.faceLandmark68Net]) await net.loadFromDisk(faceApiModelDir());
    return new FaceApiDetector(loaded, options);
  }

  get runtime(): DetectorRuntime {
    const { version, backend, backendNote } = this.loaded;
    return { engine: `face-api-${this.options.model}`, version, provider: backend, providerNote: backendNote };
  }

  async detect(images: readonly PlanarImage[], longSidePx = this.options.inputSizePx): Promise<DetectedFace[][]> {
    const found: DetectedFace[][] = [];
    for (const image of images) found.push(await this.#look(image, longSidePx));
    return found;
  }

  /** Its networks live as long as their thread: tfjs shares them with nobody. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #look(image: PlanarImage, longSidePx: number): Promise<DetectedFace[]> {
    const { widthPx, heightPx } = pictureSize(image, this.options.model === 'tiny' ? longSidePx : SSD_INPUT_PX);
    const picture = shrinkToRgb(image, widthPx, heightPx);
    const boxes = await (this.options.model === 'tiny' ? this.#tiny(picture) : this.#ssd(picture));
    const [kx, ky] = [image.widthPx / widthPx, image.heightPx / heightPx];
    const faces: DetectedFace[] = [];
    for (const {
      box: [x0, y0, x1, y1],
      confidence,
    } of boxes) {
      const box = [x0 * kx, y0 * ky, x1 * kx, y1 * ky] as const;
      faces.push({ box, confidence, points: await this.#points(image, box) });
    }
    return faces;
  }

  #tiny(picture: RgbImage): Promise<BoxWithConfidence[]> {
    const { tf, nets } = this.loaded.api;
    return detectTiny(tf, nets.tinyFaceDetector, picture, this.options.minConfidence);
  }

  #ssd(picture: RgbImage): Promise<BoxWithConfidence[]> {
    const { nets, SsdMobilenetv1Options } = this.loaded.api;
    const options = new SsdMobilenetv1Options({ minConfidence: this.options.minConfidence, maxResults: MAX_SSD_FACES });
    return this.#withTensor(picture, async (tensor) => {
      const found = await nets.ssdMobilenetv1.locateFaces(tensor, options);
      return found.map(({ box, score }) => ({ box: [box.left, box.top, box.right, box.bottom] as const, confidence: score }));
    });
  }

  #points(image: PlanarImage, box: DetectedFace['box']): Promise<FivePoints> {
    const { part, x0, y0 } = cutPlanar(image, box);
    const k = Math.min(1, LANDMARKS_INPUT_PX / Math.max(part.widthPx, part.heightPx));
    const small = shrinkToRgb(part, Math.max(1, Math.round(part.widthPx * k)), Math.max(1, Math.round(part.heightPx * k)));
    return this.#withTensor(small, async (tensor) => {
      const found = (await this.loaded.api.nets.faceLandmark68Net.detectLandmarks(tensor)) as FaceLandmarks68;
      const { widthPx, heightPx } = part;
      return fiveOf68(found.relativePositions.map(({ x, y }) => ({ x: x0 + x * widthPx, y: y0 + y * heightPx })));
    });
  }

  /** Runs `use` on the image as an i32[H,W,3] tensor and disposes of it whatever happens. */
  async #withTensor<T>(image: RgbImage, use: (tensor: never) => Promise<T>): Promise<T> {
    const tensor = this.loaded.api.tf.tensor3d(image.data, [image.heightPx, image.widthPx, 3], 'int32');
    try {
      // face-api's types know only canvases and its own bundled tensors; it takes any tfjs tensor.
      return await use(tensor as never);
    } finally {
      tensor.dispose();
    }
  }
}
