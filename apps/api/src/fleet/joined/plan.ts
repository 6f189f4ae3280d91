import type { Lease, LeaseChanges } from '../../store/lease-store.js';
import { place, type CameraToPlace, type Place } from './place.js';

/** A worker that is heard now. */
export interface HeardWorker extends Place {
  /** Newest document that it has made so, with everything that it counted before acknowledged. */
  readonly settledRevision: number;
}

export interface Situation {
  /** Cameras that somebody has to look at. */
  readonly cameras: readonly Omit<CameraToPlace, 'owner'>[];
  readonly workers: readonly HeardWorker[];
  readonly leases: readonly Lease[];
  /** By camera that its worker was told to give back: revision of the document that told it. */
  readonly leaving: ReadonlyMap<string, number>;
}

export interface Plan extends Omit<LeaseChanges, 'heard'> {
  /** Cameras whose workers are to give them back. */
  readonly leaving: readonly string[];
}

/**
 * One step towards the placement that is wanted. A worker that is heard gives its camera back before another gets it, so that both never look
 * at it at once; of one that is not heard it is taken when its lease has run out.
 */
export function plan({ cameras, workers, leases, leaving }: Situation): Plan {
  const heard = new Map(workers.map((worker) => [worker.id, worker]));
  const leaseOf = new Map(leases.map((lease) => [lease.cameraId, lease]));
  const isOutOfReach = ({ worker, isExpired }: Lease) => !heard.has(worker) && !isExpired;
  const placeable = cameras.filter(({ id }) => !leaseOf.has(id) || !isOutOfReach(leaseOf.get(id)!));
  const wanted = place(
    placeable.map((camera) => ({ ...camera, owner: leaseOf.get(camera.id)?.worker ?? null })),
    workers,
  );
  const moving = leases.filter((lease) => !isOutOfReach(lease) && wanted.get(lease.cameraId) !== lease.worker);
  const taken = moving.filter(({ worker }) => !heard.has(worker));
  const givenBack = moving.filter(({ cameraId, worker }) => hasGivenBack(heard.get(worker), leaving.get(cameraId)));
  const free = new Set([...taken, ...givenBack].map(({ cameraId }) => cameraId));
  return {
    taken: taken.map(({ cameraId }) => cameraId),
    givenBack: givenBack.map(({ cameraId }) => cameraId),
    leaving: moving.filter(({ cameraId }) => !free.has(cameraId)).map(({ cameraId }) => cameraId),
    granted: [...wanted].flatMap(([cameraId, worker]) =>
      worker !== null && (!leaseOf.has(cameraId) || free.has(cameraId)) ? [{ cameraId, worker }] : [],
    ),
  };
}

function hasGivenBack(worker: HeardWorker | undefined, toldIn: number | undefined): boolean {
  return worker !== undefined && toldIn !== undefined && worker.settledRevision >= toldIn;
}
