import type { FleetBus } from '@vitrine/bus';
import type { DesiredState } from '@vitrine/contracts';

/** The parts of the desired state that change while the service runs. */
export type Wanted = Pick<DesiredState, 'cameras' | 'watchedCameraIds' | 'retries' | 'probes'>;

/** Holds what is wanted of one worker as one numbered document, and hands on each new edition of it. */
export class Desired {
  #state: DesiredState;

  constructor(
    private readonly bus: FleetBus,
    private readonly workerId: string,
    fixed: Pick<DesiredState, 'config' | 'cameraSources'>,
  ) {
    this.#state = { revision: 1, ...fixed, cameras: [], watchedCameraIds: [], retries: {}, probes: [] };
    bus.assign(workerId, this.#state);
  }

  get revision(): number {
    return this.#state.revision;
  }

  change(wanted: Partial<Wanted>): void {
    this.#state = { ...this.#state, ...wanted, revision: this.#state.revision + 1 };
    this.bus.assign(this.workerId, this.#state);
  }
}
