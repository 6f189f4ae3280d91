import type { Delivery } from '@vitrine/bus';
import type { CountReport, FleetStatus } from '@vitrine/contracts';
import type { Wanted } from './desired.js';
import type { WorkerTrouble } from './process-keeper.js';
import type { WorkerView } from './worker-status.js';

/** Who follows the workers. Set before `start`. */
export interface FleetListener {
  onEvent(delivery: Delivery): void;
  /** The one worker is gone and will be started again. */
  onDown(trouble: WorkerTrouble): void;
  /** Of several workers, what one has counted. A report whose promise is not kept comes again, to this node or another. */
  onReport(report: CountReport): Promise<void>;
  /** These cameras have lost their worker, and wait for another. */
  onOrphaned(cameraIds: readonly string[], trouble: WorkerTrouble): void;
}

/** The stream workers of this service: told what is wanted of them, and listened to. */
export abstract class Fleet {
  /** Whether workers count for themselves, and this process only stores it. */
  abstract readonly areWorkersCounting: boolean;
  abstract readonly worker: WorkerView;
  /** @param refusedVisits as this node has seen them. @returns null where there is one worker, which the service starts itself */
  abstract status(refusedVisits: number): FleetStatus | null;
  abstract listen(listener: FleetListener): void;
  abstract start(): Promise<void>;
  abstract want(wanted: Partial<Wanted>): void;
  abstract stop(): Promise<void>;
}
