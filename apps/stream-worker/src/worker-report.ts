import type { WorkerBus } from '@vitrine/bus';
import type { WorkerStats } from '@vitrine/contracts';
import { LoopDelay } from '@vitrine/metrics';
import type { FaceAnswer, InferencePool } from '@vitrine/models';
import type { Batcher, Turns } from './infer/index.js';
import { ffmpegProcessCount } from './ingest/index.js';
import type { StageTimes } from './measure/index.js';
import type { FaceToJudge } from './pipeline.js';

interface Sources {
  readonly pool: Pick<InferencePool, 'status'>;
  readonly batcher: Batcher<FaceToJudge, FaceAnswer>;
  readonly turns: Turns;
  readonly stages: StageTimes;
  readonly bus: Pick<WorkerBus, 'droppedEvents'>;
}

/** Gathers the worker's statistics from those who count. */
export class WorkerReport {
  readonly #loopDelay = new LoopDelay();

  constructor(private readonly sources: Sources) {}

  take(): WorkerStats {
    const { pool, batcher, turns, stages, bus } = this.sources;
    return {
      atMs: Date.now(),
      rssBytes: process.memoryUsage.rss(),
      ffmpegProcesses: ffmpegProcessCount(),
      analysedFrames: stages.count('frame'),
      framesInHand: turns.inHand,
      waitingFrames: turns.waiting,
      queuedFaces: batcher.queued,
      inferredFaces: batcher.answered,
      droppedFaces: batcher.dropped,
      droppedEvents: bus.droppedEvents,
      loopDelayP99Ms: this.#loopDelay.takeP99Ms(),
      stages: stages.report(),
      inference: pool.status(),
    };
  }

  close(): void {
    this.#loopDelay.close();
  }
}
