import { Inject, Injectable } from '@nestjs/common';
import type { WorkerEvent } from '@vitrine/contracts';
import { AggregateWriter } from './aggregates/aggregate-writer.js';
import { CameraBoard } from './cameras/camera-board.js';
import { LiveGateway } from './live/live-gateway.js';
import { AttributeFilter } from './policy/attribute-filter.js';
import { WorkerSupervisor, type WorkerListener, type WorkerTrouble } from './worker/worker-supervisor.js';

/** The way of everything the worker says through the api; the one place where it enters. */
@Injectable()
export class EventFlow implements WorkerListener {
  constructor(
    @Inject(WorkerSupervisor) private readonly worker: WorkerSupervisor,
    @Inject(AttributeFilter) private readonly policy: AttributeFilter,
    @Inject(AggregateWriter) private readonly aggregates: AggregateWriter,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(LiveGateway) private readonly live: LiveGateway,
  ) {}

  start(): void {
    this.worker.listen(this);
    this.aggregates.start((minute) => this.live.publish({ type: 'aggregate', ...minute, atMs: Date.now() }));
    this.worker.start();
  }

  onEvent(event: WorkerEvent): void {
    switch (event.kind) {
      case 'track': {
        const track = this.policy.apply(event.track);
        this.aggregates.observe(track);
        this.live.publishTrack(track);
        return;
      }
      case 'camera':
        if (this.board.report(event.status)) this.live.publishCamera(event.status);
        return;
      case 'preview':
        this.live.publish({ type: 'preview', ...event.preview });
        return;
      case 'ready':
        for (const status of this.board.workerIsReady()) this.live.publishCamera(status);
        return;
      case 'fatal':
      case 'stats':
        // The supervisor keeps them for the status.
        return;
    }
  }

  onDown(trouble: WorkerTrouble): void {
    // The worker cannot say any more that these visits are over.
    for (const track of this.aggregates.endAllVisits()) this.live.publishTrack({ ...track, final: true });
    for (const status of this.board.workerIsDown(trouble)) this.live.publishCamera(status);
  }
}
