import type { CameraSpec, CameraStatus, WorkerConfig, WorkerEvent } from '@vitrine/contracts';
import {
  AGE_GENDER_CROP,
  alignFace,
  assessFaceQuality,
  type BoxXyxyPx,
  type FaceEngine,
  type FaceQuality,
  type NetworkCrop,
  QUALITY_CROP,
} from '@vitrine/models';
import type { Logger } from 'pino';
import type { FaceBatcher, FaceResult } from './infer/index.js';
import { CameraStream, type Frame } from './ingest/index.js';
import { PreviewMaker, TrackPublisher } from './publish/index.js';
import { FaceSelector, FaceTracker, type TrackedFace } from './track/index.js';

const TICK_MS = 500;

/** What all pipelines of a worker share. */
export interface PipelineParts {
  readonly engine: FaceEngine;
  readonly batcher: FaceBatcher;
  /** What the attribute networks take. */
  readonly attributeCrop: NetworkCrop;
  calibrate(logits: Float32Array): Float32Array;
  isWatched(): boolean;
  send(event: WorkerEvent): void;
  readonly log: Logger;
}

/** One camera from frames to track updates: ingest → detect → track → select → align → batch → fuse → publish. */
export class CameraPipeline {
  readonly #stream: CameraStream;
  readonly #tracker: FaceTracker;
  readonly #selector: FaceSelector;
  readonly #publisher: TrackPublisher;
  readonly #previews: PreviewMaker;
  #analysed = 0;
  #running: Promise<void> = Promise.resolve();
  #ticker: NodeJS.Timeout | null = null;

  constructor(
    private readonly camera: CameraSpec,
    private readonly config: WorkerConfig,
    private readonly parts: PipelineParts,
  ) {
    this.#stream = new CameraStream(camera, config.ingest, { onStatus: (status) => parts.send({ kind: 'camera', status }) });
    this.#tracker = new FaceTracker(config.tracking);
    this.#selector = new FaceSelector(config.tracking.facesPerSecond);
    this.#publisher = new TrackPublisher(camera.id, config.publish, {
      calibrate: (logits) => parts.calibrate(logits),
      send: (track) => parts.send({ kind: 'track', track }),
    });
    this.#previews = new PreviewMaker(config.publish);
  }

  get cameraId(): string {
    return this.camera.id;
  }

  /** Whether this pipeline can go on unchanged for the settings; a new name needs no new connection. */
  serves(camera: CameraSpec | undefined): boolean {
    const { url, fps, transport } = this.camera;
    return camera !== undefined && camera.url === url && camera.fps === fps && camera.transport === transport;
  }

  start(): void {
    this.#stream.start();
    this.#running = this.#run();
    // Visits end by time, also while no frame comes.
    this.#ticker = setInterval(() => this.#end(this.#tracker.tick(Date.now()).endedVisits), TICK_MS);
  }

  status(): CameraStatus {
    return this.#stream.status();
  }

  accept(result: FaceResult): void {
    this.#publisher.accept(result);
  }

  async close(): Promise<void> {
    if (this.#ticker) clearInterval(this.#ticker);
    await this.#stream.close();
    await this.#running;
    this.#publisher.endAll();
  }

  async #run(): Promise<void> {
    for (let frame = await this.#stream.nextFrame(); frame; frame = await this.#stream.nextFrame()) {
      try {
        await this.#analyse(frame);
      } catch (error) {
        this.parts.log.error({ err: error }, 'a frame could not be analysed; it is lost, the next one is not');
      }
    }
  }

  async #analyse(frame: Frame): Promise<void> {
    const isDetecting = this.#analysed++ % this.config.detection.everyFrames === 0;
    const detections = isDetecting ? await this.parts.engine.detect(frame.small) : null;
    const { faces, endedVisits } = this.#tracker.update(detections, frame.capturedAtMs);
    this.#end(endedVisits);
    this.#publisher.move(faces, frame);
    await Promise.all(this.#selector.pick(faces, frame.capturedAtMs).map((face) => this.#examine(face, frame)));
    if (this.parts.isWatched() && this.#previews.isDue(frame.capturedAtMs)) {
      this.parts.send({ kind: 'preview', preview: await this.#previews.make(frame, faces) });
    }
  }

  /** Landmarks, alignment, the quality gate; what passes goes to the batcher. */
  async #examine({ trackId, box }: TrackedFace, { full, small, capturedAtMs }: Frame): Promise<void> {
    const scale = full.widthPx / small.widthPx;
    const fullBox = box.map((value) => value * scale) as unknown as BoxXyxyPx;
    const landmarks = await this.parts.engine.landmarks(full, fullBox);
    const assessed = alignFace(full, landmarks, QUALITY_CROP);
    const quality = assessFaceQuality(assessed, landmarks, fullBox);
    if (!this.#isGoodEnough(quality)) return;
    const { attributeCrop } = this.parts;
    const aligned = attributeCrop.sizePx === assessed.widthPx ? assessed : alignFace(full, landmarks, attributeCrop);
    const tight = alignFace(full, landmarks, AGE_GENDER_CROP);
    this.parts.batcher.add({ cameraId: this.camera.id, trackId, capturedAtMs, aligned, tight, quality });
  }

  #isGoodEnough({ sizePx, sharpness, yawDeg, rollDeg }: FaceQuality): boolean {
    const { minFacePx, minSharpness, maxYawDeg, maxRollDeg } = this.config.quality;
    return sizePx >= minFacePx && sharpness >= minSharpness && Math.abs(yawDeg) <= maxYawDeg && Math.abs(rollDeg) <= maxRollDeg;
  }

  #end(visitIds: readonly string[]): void {
    for (const visitId of visitIds) {
      this.#publisher.end(visitId);
      this.#selector.forget(visitId);
    }
  }
}
