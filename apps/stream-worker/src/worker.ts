import type { CameraSpec, WorkerConfig, WorkerStats } from '@vitrine/contracts';
import { AgeGenderNetwork, AttributeNetworks, FaceEngine } from '@vitrine/models';
import type { Logger } from 'pino';
import type { WorkerBus } from './bus/local-bus.js';
import { FaceBatcher } from './infer/index.js';
import { ffmpegProcessCount, ffmpegVersion } from './ingest/index.js';
import { CameraPipeline } from './pipeline.js';

const STATS_INTERVAL_MS = 2_000;

interface Networks {
  readonly attributes: AttributeNetworks;
  readonly ageGender: AgeGenderNetwork;
}

/** All cameras of one machine: one set of networks, one batcher, one pipeline per camera. */
export class StreamWorker {
  readonly #pipelines = new Map<string, CameraPipeline>();
  readonly #batcher: FaceBatcher;
  readonly #statsTimer: NodeJS.Timeout;
  #watchedCameraIds: ReadonlySet<string> = new Set();
  /** Reconciliations follow one another, since closing a camera takes time. */
  #reconciled: Promise<void> = Promise.resolve();

  private constructor(
    private readonly config: WorkerConfig,
    private readonly engine: FaceEngine,
    private readonly networks: Networks,
    private readonly bus: WorkerBus,
    private readonly log: Logger,
  ) {
    this.#batcher = new FaceBatcher(config.inference, {
      infer: async (faces) => {
        const [{ logits }, ageGenders] = await Promise.all([
          networks.attributes.infer(faces.map(({ aligned }) => aligned)),
          networks.ageGender.infer(faces.map(({ tight }) => tight)),
        ]);
        return { logits, ageGenders };
      },
      onResult: (result) => this.#pipelines.get(result.sample.cameraId)?.accept(result),
      onError: (error) => log.error({ err: error }, 'a batch of faces could not be judged; it is lost, the next one is not'),
    });
    this.#statsTimer = setInterval(() => void this.#sendStats(), STATS_INTERVAL_MS);
  }

  /** Loads every network and says on the bus what it really runs on. @throws typed errors of `@vitrine/models` and ingest, each with a remedy */
  static async start(config: WorkerConfig, bus: WorkerBus, log: Logger): Promise<StreamWorker> {
    const [version, engine, attributes, ageGender] = await Promise.all([
      ffmpegVersion(),
      FaceEngine.start(config.detection),
      AttributeNetworks.load(config.inference),
      AgeGenderNetwork.load(config.inference),
    ]);
    const worker = new StreamWorker(config, engine, { attributes, ageGender }, bus, log);
    bus.send({
      kind: 'ready',
      runtime: {
        faceBackend: engine.backend,
        detector: config.detection.model,
        profile: attributes.profile,
        modelVersion: attributes.modelVersion,
        provider: attributes.provider,
        providerNote: attributes.providerNote,
        precision: attributes.precision,
        ffmpegVersion: version,
      },
    });
    return worker;
  }

  /** Makes what runs equal to `cameras`: starts, restarts where the source changed, closes what is gone. */
  setCameras(cameras: readonly CameraSpec[]): void {
    this.#reconciled = this.#reconciled
      .then(() => this.#reconcile(cameras))
      .catch((error: unknown) => this.log.error({ err: error }, 'the list of cameras could not be applied'));
  }

  /** Previews are made for cameras that somebody watches, and no other. */
  setWatched(cameraIds: readonly string[]): void {
    this.#watchedCameraIds = new Set(cameraIds);
  }

  async close(): Promise<void> {
    clearInterval(this.#statsTimer);
    this.setCameras([]);
    await this.#reconciled;
    await this.#batcher.close();
    await Promise.all([this.engine.close(), this.networks.attributes.close(), this.networks.ageGender.close()]);
  }

  async #reconcile(cameras: readonly CameraSpec[]): Promise<void> {
    const wanted = new Map(cameras.filter((camera) => camera.enabled).map((camera) => [camera.id, camera]));
    const obsolete = [...this.#pipelines.values()].filter((pipeline) => !pipeline.serves(wanted.get(pipeline.cameraId)));
    await Promise.all(obsolete.map((pipeline) => this.#closePipeline(pipeline)));
    for (const camera of wanted.values()) if (!this.#pipelines.has(camera.id)) this.#openPipeline(camera);
    for (const camera of cameras) if (!camera.enabled) this.#reportDisabled(camera.id);
  }

  #openPipeline(camera: CameraSpec): void {
    const pipeline = new CameraPipeline(camera, this.config, {
      engine: this.engine,
      batcher: this.#batcher,
      attributeCrop: this.networks.attributes.crop,
      calibrate: (logits) => this.networks.attributes.calibrate(logits),
      isWatched: () => this.#watchedCameraIds.has(camera.id),
      send: (event) => this.bus.send(event),
      log: this.log.child({ cameraId: camera.id }),
    });
    this.#pipelines.set(camera.id, pipeline);
    pipeline.start();
  }

  async #closePipeline(pipeline: CameraPipeline): Promise<void> {
    await pipeline.close();
    this.#pipelines.delete(pipeline.cameraId);
  }

  #reportDisabled(cameraId: string): void {
    this.bus.send({ kind: 'camera', status: { cameraId, state: 'disabled', error: null, stats: null, atMs: Date.now() } });
  }

  async #sendStats(): Promise<void> {
    for (const pipeline of this.#pipelines.values()) this.bus.send({ kind: 'camera', status: pipeline.status() });
    try {
      this.bus.send({ kind: 'stats', stats: await this.#stats() });
    } catch (error) {
      this.log.warn({ err: error }, 'no statistics this time: the face engine did not answer');
    }
  }

  async #stats(): Promise<WorkerStats> {
    return {
      atMs: Date.now(),
      rssBytes: process.memoryUsage.rss(),
      tensors: await this.engine.tensorCount(),
      queuedFaces: this.#batcher.queuedFaces,
      inferredFaces: this.#batcher.inferredFaces,
      droppedFaces: this.#batcher.droppedFaces,
      ffmpegProcesses: ffmpegProcessCount(),
    };
  }
}
