import type { FleetBus } from '@vitrine/bus';
import type { CameraSpec, DesiredState } from '@vitrine/contracts';
import type { Lease } from '../../store/lease-store.js';
import type { Wanted } from '../desired.js';

/** Revisions of one term; no node decides for so many changes. */
const REVISIONS_A_TERM = 1_000_000_000;

type Written = Omit<DesiredState, 'revision'>;

/** What is wanted of each worker of the fleet: its cameras under their leases. A document is told when it differs from the one before. */
export class Documents {
  readonly #told = new Map<string, { readonly text: string; readonly revision: number }>();
  #term = 0;
  #last = 0;

  constructor(
    private readonly bus: FleetBus,
    private readonly fixed: Pick<DesiredState, 'config' | 'cameraSources'>,
  ) {}

  /** Documents of a later term count more than every one of an earlier term. */
  begin(term: number): void {
    if (term === this.#term) return;
    this.#term = term;
    this.#last = 0;
    this.#told.clear();
  }

  /** @returns the revision under which the worker knows this. @param leases of this worker */
  tell(workerId: string, leases: readonly Lease[], wanted: Wanted): number {
    const document = this.#write(leases, wanted);
    const text = JSON.stringify(document);
    const before = this.#told.get(workerId);
    if (before?.text === text) return before.revision;
    const revision = this.#term * REVISIONS_A_TERM + (this.#last += 1);
    this.#told.set(workerId, { text, revision });
    this.bus.assign(workerId, { ...document, revision });
    return revision;
  }

  #write(leases: readonly Lease[], { cameras, watchedCameraIds, retries, probes }: Wanted): Written {
    const specs = new Map(cameras.map((camera) => [camera.id, camera]));
    const its = leases.map(({ cameraId }) => specs.get(cameraId)).filter((spec): spec is CameraSpec => spec !== undefined);
    const ids = new Set(its.map(({ id }) => id));
    return {
      ...this.fixed,
      cameras: its,
      epochs: Object.fromEntries(
        leases.filter(({ cameraId }) => ids.has(cameraId)).map((lease) => [lease.cameraId, lease.epoch]),
      ),
      watchedCameraIds: watchedCameraIds.filter((id) => ids.has(id)),
      retries: Object.fromEntries(Object.entries(retries).filter(([id]) => ids.has(id))),
      probes,
    };
  }
}
