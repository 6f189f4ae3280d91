import type { Lease, LeaseStore, Turn } from '../../store/lease-store.js';
import type { Wanted } from '../desired.js';
import type { Documents } from './documents.js';
import type { MemberNow, Members } from './members.js';
import { plan, type Plan } from './plan.js';

/** Whoever decides after a pause longer than this knows nothing of who was heard in it. */
const PAUSE_MS = 5_000;

/** Decides who looks at which camera, when it is this node's turn, and tells the workers. */
export class Placer {
  /** By camera that its worker was told to give back: the revision of the document that told it. */
  #leaving = new Map<string, number>();
  #term = -1;
  #turnedAtMs = -Infinity;

  constructor(
    private readonly node: string,
    private readonly leases: LeaseStore,
    private readonly documents: Documents,
  ) {}

  /** @returns the open leases; null when another node decides. @throws Error when the database does not answer */
  async turn(members: Members, wanted: Wanted): Promise<readonly Lease[] | null> {
    const nowMs = performance.now();
    const workers = members.heard(nowMs);
    const turn = await this.leases.turn(this.node, (leases, term) => {
      this.#begin(term);
      const isPaused = nowMs - this.#turnedAtMs > PAUSE_MS;
      const news = members.takeNews();
      // After a pause everybody has the time of a lease to be heard before anything is taken.
      const heard = isPaused ? leases.map(({ worker }) => worker) : news;
      const standing = isPaused ? leases.map((lease) => ({ ...lease, isExpired: false })) : leases;
      const cameras = wanted.cameras.filter(({ enabled }) => enabled);
      return { ...plan({ cameras, workers, leases: standing, leaving: this.#leaving }), heard };
    });
    if (turn === null) return null;
    this.#turnedAtMs = nowMs;
    this.#tell(turn, wanted, workers);
    return turn.leases;
  }

  #begin(term: number): void {
    if (term === this.#term) return;
    this.#term = term;
    this.#turnedAtMs = -Infinity;
    this.#leaving.clear();
    this.documents.begin(term);
  }

  #tell({ leases, changes }: Turn<Plan>, wanted: Wanted, workers: readonly MemberNow[]): void {
    const isLeaving = new Set(changes.leaving);
    const toldIn = new Map<string, number>();
    for (const { id } of workers) {
      const its = leases.filter(({ worker }) => worker === id);
      const kept = its.filter(({ cameraId }) => !isLeaving.has(cameraId));
      const revision = this.documents.tell(id, kept, wanted);
      for (const { cameraId } of its) if (isLeaving.has(cameraId)) toldIn.set(cameraId, this.#leaving.get(cameraId) ?? revision);
    }
    this.#leaving = toldIn;
  }
}
