import type { SendResult } from '@vitrine/bus';
import { opensAnew, type CameraSpec, type WorkerConfig, type WorkerEvent } from '@vitrine/contracts';
import type { CutFace, DetectedFace, FaceAnswer, FaceCrops, InferencePool } from '@vitrine/models';
import type { Logger } from 'pino';
import type { Batcher, Turns } from './infer/index.js';
import type { Frame, FrameSource, SourceStatus } from './ingest/index.js';
import { CameraHealth, type MachineLoad, type StageTimes } from './measure/index.js';
import { placesToHide, PreviewMaker, VisitPublisher, type PeopleInView } from './publish/index.js';
import { FaceSelector, FaceTracker, type Look } from './track/index.js';

const TICK_MS = 500;
/** A far face is half as large. */
const FAR_TIMES = 2;
/** Faces from this confidence on are hidden in previews: hiding a lamp costs nothing. */
export const HIDDEN_FROM_CONFIDENCE = 0.2;
/** From this on they continue visits; to begin one takes the configured confidence. */
const CONTINUED_FROM_CONFIDENCE = 0.3;

/** A good face on its way to the networks. */
export interface FaceToJudge {
  readonly cameraId: string;
  readonly crops: FaceCrops;
}

/** What all pipelines of a worker share. */
export interface PipelineParts {
  readonly config: WorkerConfig;
  readonly pool: Pick<InferencePool, 'detect' | 'cut' | 'picture' | 'read'>;
  readonly batcher: Pick<Batcher<FaceToJudge, FaceAnswer>, 'add'>;
  readonly turns: Turns;
  readonly stages: StageTimes;
  readonly load: Pick<MachineLoad, 'isBusy'>;
  openSource(camera: CameraSpec, onStatus: (status: SourceStatus) => void): FrameSource;
  isWatched(cameraId: string): boolean;
  readonly send: (event: WorkerEvent) => SendResult;
  readonly log: Logger;
}

/** One camera from frames to visit updates: take the newest → detect → track → look at faces → judge → fuse → publish. */
export class CameraPipeline {
  readonly #source: FrameSource;
  readonly #tracker: FaceTracker<DetectedFace>;
  readonly #selector: FaceSelector;
  readonly #publisher: VisitPublisher;
  readonly #previews: PreviewMaker;
  readonly #health: CameraHealth;
  readonly #ticker: NodeJS.Timeout;
  readonly #running: Promise<void>;
  /** Faces at the networks: their answers are waited for before the camera is closed. */
  readonly #atNetworks = new Set<Promise<void>>();

  constructor(
    private readonly camera: CameraSpec,
    private readonly parts: PipelineParts,
  ) {
    const { config, pool, send } = parts;
    const { minConfidence } = config.detection;
    this.#health = new CameraHealth(camera, () => parts.load.isBusy);
    this.#tracker = new FaceTracker({ tracking: config.tracking, minConfidence, fps: camera.fps });
    this.#selector = new FaceSelector({ ...config.tracking, isSettled: (visitId) => this.#publisher.isSettled(visitId) });
    this.#publisher = new VisitPublisher({
      cameraId: camera.id,
      config: config.publish,
      zones: camera.zones,
      read: (answer) => pool.read(answer),
      send: (visit) => void send({ kind: 'visit', visit }),
      onUnseen: () => (this.#health.losses.visitsUnseen += 1),
    });
    this.#previews = new PreviewMaker({ config: config.publish, shrink: (image, widthPx) => pool.picture(image, widthPx) });
    this.#source = parts.openSource(camera, (status) => this.#tell(status));
    this.#source.start();
    this.#running = this.#run();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Of the picture that is looked at; undefined for the usual size. */
  get #longSidePx(): number | undefined {
    return this.camera.far ? FAR_TIMES * this.parts.config.detection.inputSizePx : undefined;
  }

  /** Whether this pipeline can go on unchanged for the settings; a new name needs no new connection. */
  serves(camera: CameraSpec | undefined): boolean {
    return camera !== undefined && !opensAnew(this.camera, camera);
  }

  /** Says how the camera stands and how much of the minute was seen. */
  report(): void {
    this.#tell(this.#source.status());
    for (const coverage of this.#health.coverage()) this.parts.send({ kind: 'coverage', coverage });
  }

  /** Tries at once what would be tried later. */
  retry(): void {
    this.#source.retry();
  }

  async close(): Promise<void> {
    clearInterval(this.#ticker);
    await this.#source.close();
    await this.#running;
    await Promise.all(this.#atNetworks);
    this.#publisher.endAll();
    for (const coverage of this.#health.coverage()) this.parts.send({ kind: 'coverage', coverage });
  }

  /** One frame at a time, each taken only when its turn has come, so that it is the newest. */
  async #run(): Promise<void> {
    while (await this.#source.arrival()) {
      const endTurn = await this.parts.stages.time('turn', () => this.parts.turns.take(() => this.#source.newestAtMs()));
      try {
        const frame = await this.#source.next();
        if (frame) await this.#analyse(frame);
      } catch (error) {
        this.#failed(error);
      } finally {
        endTurn();
      }
    }
  }

  /** Told the first, tenth, hundredth… time: what fails thirty times a second would fill the log. */
  #failed(error: unknown): void {
    const framesFailed = (this.#health.losses.framesFailed += 1);
    if (!Number.isInteger(Math.log10(framesFailed))) return;
    this.parts.log.error({ err: error, framesFailed }, 'a frame could not be analysed; it is lost, the next one is not');
  }

  async #analyse(frame: Frame): Promise<void> {
    const { pool, stages } = this.parts;
    const detected = await stages.time('detect', () => pool.detect(frame.image, this.#longSidePx));
    const likely = detected.filter(({ confidence }) => confidence >= CONTINUED_FROM_CONFIDENCE);
    const { faces, endedVisits } = this.#tracker.update(likely, frame.arrivedAtMs);
    this.#end(endedVisits);
    this.#publisher.move(faces, frame);
    await this.#look(frame, this.#selector.pick(faces, frame.arrivedAtMs));
    stages.add('frame', this.#health.analysed(frame));
    const hide = placesToHide({ detected, faces, lastPlaces: this.#tracker.lastPlaces });
    await this.#preview(frame, { faces, hide });
  }

  /** Quality gate and crops; what passes goes to the networks, which the frame does not wait for. */
  async #look(frame: Frame, looks: readonly Look[]): Promise<void> {
    if (looks.length === 0) return;
    const { pool, stages, config } = this.parts;
    const faces = looks.map(({ face, scoreToBeat }) => ({ ...face, scoreToBeat }));
    const cuts = await stages.time('cut', () => pool.cut(frame.image, faces, config.quality));
    looks.forEach((look, index) => {
      const { refusal, crops, quality } = cuts[index]!;
      if (refusal) this.#health.refused(refusal);
      else if (crops) this.#send(look.visitId, { crops, quality });
    });
  }

  #send(visitId: string, face: Pick<CutFace, 'quality'> & { readonly crops: FaceCrops }): void {
    const atNetworks = this.#judge(visitId, face).finally(() => this.#atNetworks.delete(atNetworks));
    this.#atNetworks.add(atNetworks);
  }

  async #judge(visitId: string, { crops, quality }: Pick<CutFace, 'quality'> & { readonly crops: FaceCrops }): Promise<void> {
    const { batcher, stages, log } = this.parts;
    try {
      const answer = await stages.time('judge', () => batcher.add({ cameraId: this.camera.id, crops }));
      if (answer) {
        this.#selector.judged(visitId, quality);
        this.#publisher.accept(visitId, { ...answer, quality });
        return;
      }
    } catch (error) {
      log.error({ err: error }, 'faces could not be judged; they are lost, the next ones are not');
    }
    this.#health.losses.facesUnjudged += 1;
  }

  async #preview(frame: Frame, people: PeopleInView): Promise<void> {
    if (!this.parts.isWatched(this.camera.id) || !this.#previews.isDue(frame.arrivedAtMs)) return;
    const preview = await this.parts.stages.time('preview', () => this.#previews.make(frame, people));
    if (this.parts.send({ kind: 'preview', preview }) === 'dropped') this.#health.losses.previewsDropped += 1;
  }

  /** Visits end by time, also while no frame comes. */
  #tick(): void {
    this.#end(this.#tracker.tick(performance.now()).endedVisits);
    const status = this.#source.status();
    if (this.#health.watch(status)) this.#tell(status);
  }

  #tell(source: SourceStatus): void {
    this.parts.send({ kind: 'camera', status: this.#health.status(source) });
  }

  #end(visitIds: readonly string[]): void {
    for (const visitId of visitIds) {
      this.#publisher.end(visitId);
      this.#selector.forget(visitId);
    }
  }
}
