import { availableParallelism } from 'node:os';
import type { WorkerBus } from '@vitrine/bus';
import type { CameraSpec, DesiredState, ProbeOrder, WorkerRuntime } from '@vitrine/contracts';
import { InferencePool, type FaceAnswer } from '@vitrine/models';
import type { Logger } from 'pino';
import { Batcher, Turns } from './infer/index.js';
import { createSourceAccess, ffmpegVersion, openSource, probeCamera, type ProbeParts } from './ingest/index.js';
import { MachineLoad, measureCapacity, StageTimes } from './measure/index.js';
import { CameraPipeline, HIDDEN_FROM_CONFIDENCE, type FaceToJudge, type PipelineParts } from './pipeline.js';
import { Reconciler } from './reconciler.js';
import { WorkerReport } from './worker-report.js';

const REPORT_MS = 2_000;

/** All cameras of one machine: one pool of inference threads, one batcher, one line of cameras, one pipeline a camera. */
export class StreamWorker {
  readonly #pipelines = new Reconciler<CameraSpec, CameraPipeline>({
    idOf: ({ id }) => id,
    open: (camera) => new CameraPipeline(camera, { ...this.#parts, log: this.log.child({ cameraId: camera.id }) }),
    keeps: (pipeline, _, after) => pipeline.serves(after),
    onError: ({ id }, error) =>
      this.log.error({ err: error, cameraId: id }, 'a camera could not be opened or closed; the others are'),
  });
  readonly #batcher: Batcher<FaceToJudge, FaceAnswer>;
  readonly #report: WorkerReport;
  readonly #reportTimer: NodeJS.Timeout;
  readonly #parts: PipelineParts;
  readonly #probeParts: ProbeParts;
  readonly #probed = new Set<string>();
  #watchedCameraIds: ReadonlySet<string> = new Set();
  #retries: DesiredState['retries'] = {};

  private constructor(
    { config, cameraSources }: Pick<DesiredState, 'config' | 'cameraSources'>,
    private readonly pool: InferencePool,
    private readonly bus: Pick<WorkerBus, 'send' | 'droppedEvents'>,
    private readonly log: Logger,
  ) {
    const { maxBatchFaces, maxBatchWaitMs, maxQueuedFaces } = config.inference;
    const { threads } = pool.status();
    const limits = { maxBatch: maxBatchFaces, maxWaitMs: maxBatchWaitMs, maxQueued: maxQueuedFaces, maxRunning: threads };
    this.#batcher = new Batcher(
      (faces) => pool.judge(faces.map(({ crops }) => crops)),
      limits,
      ({ cameraId }) => cameraId,
    );
    // One frame more than there are threads, so that none idles while a frame is being tracked.
    const turns = new Turns(threads + 1);
    const stages = new StageTimes();
    const access = createSourceAccess(cameraSources);
    this.#report = new WorkerReport({ pool, batcher: this.#batcher, turns, stages, bus });
    this.#parts = {
      config,
      pool,
      batcher: this.#batcher,
      turns,
      stages,
      load: new MachineLoad(),
      openSource: (camera, onStatus) => openSource(camera, { config: config.ingest, access, onStatus }),
      isWatched: (cameraId) => this.#watchedCameraIds.has(cameraId),
      send: (event) => bus.send(event),
      log,
    };
    this.#probeParts = {
      config: config.ingest,
      access,
      faceWidthsPx: async (image) => (await pool.detect(image)).map(({ box: [left, , right] }) => right - left),
      minFacePx: config.quality.minFacePx,
    };
    this.#reportTimer = setInterval(() => this.#tell(), REPORT_MS);
  }

  /** Loads every network and says on the bus what it really runs on. @throws typed errors of `@vitrine/models` and ingest, each with a remedy */
  static async start(state: DesiredState, bus: Pick<WorkerBus, 'send' | 'droppedEvents'>, log: Logger): Promise<StreamWorker> {
    const { detection, inference } = state.config;
    const [version, pool] = await Promise.all([
      ffmpegVersion(),
      InferencePool.start({
        // Faces that are too uncertain to begin a visit are wanted too: previews hide them.
        detection: { ...detection, minConfidence: Math.min(HIDDEN_FROM_CONFIDENCE, detection.minConfidence) },
        inference,
        threads: inference.threads || availableParallelism(),
      }),
    ]);
    const runtime = { ...describeRuntime(pool), ffmpegVersion: version, sustainedCameras: await measureCapacity(pool) };
    const worker = new StreamWorker(state, pool, bus, log);
    bus.send({ kind: 'ready', runtime });
    return worker;
  }

  /** Makes what runs equal to `state` and says so: starts, restarts where the source changed, closes what is gone. */
  want({ revision, cameras, watchedCameraIds, retries, probes }: DesiredState): void {
    this.#watchedCameraIds = new Set(watchedCameraIds);
    const enabled = cameras.filter((camera) => camera.enabled);
    void this.#pipelines.want(enabled).then(() => void this.bus.send({ kind: 'applied', revision }));
    for (const camera of cameras) if (!camera.enabled) this.#reportDisabled(camera.id);
    for (const [cameraId, count] of Object.entries(retries)) {
      if (count > (this.#retries[cameraId] ?? 0)) this.#pipelines.find(cameraId)?.retry();
    }
    this.#retries = retries;
    for (const order of probes) this.#probe(order);
  }

  async close(): Promise<void> {
    clearInterval(this.#reportTimer);
    this.#report.close();
    await this.#pipelines.want([]);
    await this.#batcher.close();
    await this.pool.close();
  }

  #probe({ probeId, camera }: ProbeOrder): void {
    if (this.#probed.has(probeId)) return;
    this.#probed.add(probeId);
    void probeCamera(camera, this.#probeParts).then((steps) => void this.bus.send({ kind: 'probed', probeId, steps }));
  }

  #reportDisabled(cameraId: string): void {
    const atMs = Date.now();
    const condition = { state: 'disabled', sinceMs: atMs, nextTryAtMs: null, error: null, stats: null } as const;
    this.bus.send({ kind: 'camera', status: { cameraId, ...condition, atMs } });
  }

  #tell(): void {
    for (const pipeline of this.#pipelines.items) pipeline.report();
    this.bus.send({ kind: 'stats', stats: this.#report.take() });
  }
}

function describeRuntime({
  runtime: { detector, attributes },
}: InferencePool): Omit<WorkerRuntime, 'ffmpegVersion' | 'sustainedCameras'> {
  return {
    detector: detector.engine,
    detectorVersion: detector.version,
    detectorProvider: detector.provider,
    detectorNote: detector.providerNote,
    profile: attributes.profile,
    modelVersion: attributes.version,
    provider: attributes.provider,
    providerNote: attributes.providerNote,
    precision: attributes.precision,
  };
}
