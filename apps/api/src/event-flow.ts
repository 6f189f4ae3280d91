import { Inject, Injectable } from '@nestjs/common';
import type { Delivery } from '@vitrine/bus';
import type { CountReport } from '@vitrine/contracts';
import { CameraBoard } from './cameras/camera-board.js';
import { CountWriter } from './counts/count-writer.js';
import { LiveGateway } from './live/live-gateway.js';
import { PolicyService } from './policy/policy.service.js';
import { Fleet, type FleetListener } from './fleet/fleet.js';
import type { WorkerTrouble } from './fleet/process-keeper.js';

/** The way of everything the worker says through the api; the one place where it enters. */
@Injectable()
export class EventFlow implements FleetListener {
  constructor(
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(CountWriter) private readonly counts: CountWriter,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(LiveGateway) private readonly live: LiveGateway,
  ) {}

  async start(): Promise<void> {
    this.fleet.listen(this);
    await this.counts.start();
    await this.fleet.start();
  }

  onEvent({ event }: Delivery): void {
    switch (event.kind) {
      case 'visit': {
        const visit = this.policy.apply(event.visit);
        if (!this.fleet.areWorkersCounting) this.counts.observe(visit);
        this.live.publishVisit(visit);
        return;
      }
      case 'camera':
        if (this.board.report(event.status)) this.live.publishCamera(event.status);
        return;
      case 'probed':
        this.board.probes.answered(event.probeId, event.steps);
        return;
      case 'preview':
        this.live.publish({ type: 'preview', ...event.preview });
        return;
      case 'ready':
        for (const status of this.board.workerIsReady()) this.live.publishCamera(status);
        return;
      case 'applied':
      case 'member':
      case 'fatal':
      case 'stats':
        // The fleet keeps them for the status.
        return;
      case 'coverage':
        if (!this.fleet.areWorkersCounting) this.counts.cover(event.coverage);
        return;
    }
  }

  onReport(report: CountReport): Promise<void> {
    return this.counts.storeReport(report, ({ place, cells }) => this.policy.countable(place, cells));
  }

  onOrphaned(cameraIds: readonly string[], trouble: WorkerTrouble): void {
    for (const status of this.board.orphan(cameraIds, trouble)) this.live.publishCamera(status);
  }

  onDown(trouble: WorkerTrouble): void {
    // The worker cannot say any more that these visits are over.
    for (const visit of this.counts.endAllVisits()) this.live.publishVisit({ ...visit, final: true });
    for (const status of this.board.workerIsDown(trouble)) this.live.publishCamera(status);
  }
}
