import type { AgeAndGenderPrediction, FaceLandmarks68 } from '@vladmandic/face-api';
import { equaliseContrast } from '../image/equalise-contrast.js';
import type { RgbImage } from '../image/rgb-image.js';
import type { AgeGender, FaceDetection } from './options.js';
import type { FaceRequest, FaceThreadData, FaceThreadInfo } from './protocol.js';
import { faceApiModelDir, loadFaceApi, type LoadedFaceApi } from './tensorflow.js';
import { detectTiny } from './tiny-detector.js';

/** Every face of a picture matters; this only bounds the SSD's output. */
const MAX_SSD_FACES = 200;

/** face-api's networks in the thread that runs them. */
export class FaceNetworks {
  private constructor(
    private readonly loaded: LoadedFaceApi,
    private readonly options: FaceThreadData,
  ) {}

  static async load(options: FaceThreadData): Promise<FaceNetworks> {
    const loaded = await loadFaceApi();
    const { nets } = loaded.api;
    const detector = options.model === 'tiny' ? nets.tinyFaceDetector : nets.ssdMobilenetv1;
    for (const net of [detector, nets.faceLandmark68Net, nets.ageGenderNet]) await net.loadFromDisk(faceApiModelDir());
    return new FaceNetworks(loaded, options);
  }

  get info(): FaceThreadInfo {
    return { backend: this.loaded.backend, backendNote: this.loaded.backendNote };
  }

  async answer(request: FaceRequest): Promise<unknown> {
    switch (request.kind) {
      case 'detect':
        return this.detect(equaliseContrast(request.image));
      case 'landmarks':
        return this.landmarks(request.crop);
      case 'ageGender':
        return this.ageGender(request.crop);
      case 'tensorCount':
        return this.loaded.tensorCount();
    }
  }

  private detect(image: RgbImage): Promise<FaceDetection[]> {
    return this.options.model === 'tiny' ? this.detectTiny(image) : this.detectSsd(image);
  }

  private detectTiny(image: RgbImage): Promise<FaceDetection[]> {
    const { tf, nets } = this.loaded.api;
    return detectTiny(tf, nets.tinyFaceDetector, image, this.options);
  }

  private detectSsd(image: RgbImage): Promise<FaceDetection[]> {
    const { nets, SsdMobilenetv1Options } = this.loaded.api;
    const options = new SsdMobilenetv1Options({ minConfidence: this.options.minConfidence, maxResults: MAX_SSD_FACES });
    return this.withTensor(image, async (tensor) => {
      const found = await nets.ssdMobilenetv1.locateFaces(tensor, options);
      return found.map(({ box, score }) => ({ box: [box.left, box.top, box.right, box.bottom] as const, confidence: score }));
    });
  }

  /** @returns 68 points as fractions of the crop's sides */
  private landmarks(crop: RgbImage): Promise<{ x: number; y: number }[]> {
    return this.withTensor(crop, async (tensor) => {
      const found = (await this.loaded.api.nets.faceLandmark68Net.detectLandmarks(tensor)) as FaceLandmarks68;
      return found.relativePositions.map(({ x, y }) => ({ x, y }));
    });
  }

  private ageGender(crop: RgbImage): Promise<AgeGender> {
    return this.withTensor(crop, async (tensor) => {
      const found = (await this.loaded.api.nets.ageGenderNet.predictAgeAndGender(tensor)) as AgeAndGenderPrediction;
      return {
        ageYears: found.age,
        gender: found.gender === this.loaded.api.Gender.MALE ? 'male' : 'female',
        genderProbability: found.genderProbability,
      };
    });
  }

  /** Runs `use` on the image as an i32[H,W,3] tensor and disposes of it whatever happens. */
  private async withTensor<T>(image: RgbImage, use: (tensor: never) => Promise<T>): Promise<T> {
    const tensor = this.loaded.api.tf.tensor3d(image.data, [image.heightPx, image.widthPx, 3], 'int32');
    try {
      // face-api's types know only canvases and its own bundled tensors; it takes any tfjs tensor.
      return await use(tensor as never);
    } finally {
      tensor.dispose();
    }
  }
}
