/** A camera that somebody has to look at. */
export interface CameraToPlace {
  readonly id: string;
  /** Name of a worker, or of a group of workers, that may look at it; null: any. */
  readonly runsOn: string | null;
  /** Id of the worker that looks at it now; null: none. */
  readonly owner: string | null;
}

/** A worker with room for cameras. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly group: string | null;
  /** Cameras that it can look at. */
  readonly capacity: number;
  /** It is about to go and takes no camera any more. */
  readonly isDraining: boolean;
}

/** By camera: the worker that is to look at it; null where nobody who may has room. */
export type Placement = ReadonlyMap<string, string | null>;

/**
 * Decides who looks at which camera: as many cameras as there is room for, each where it may be, loads as even as that allows (as shares of
 * the workers' capacities), and as few moved as possible. The same input gives the same answer.
 */
export function place(cameras: readonly CameraToPlace[], workers: readonly Place[]): Placement {
  const board = new Board(workers.filter(({ isDraining }) => !isDraining));
  const ordered = cameras.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const camera of ordered) board.keep(camera);
  for (const camera of ordered) if (board.workerOf(camera) === null) board.settle(camera);
  while (board.level());
  return new Map(ordered.map((camera) => [camera.id, board.workerOf(camera)]));
}

export function mayRunOn({ runsOn }: Pick<CameraToPlace, 'runsOn'>, { name, group }: Pick<Place, 'name' | 'group'>): boolean {
  return runsOn === null || runsOn === name || runsOn === group;
}

/** Who has which cameras, while it is being decided. */
class Board {
  readonly #cameras: ReadonlyMap<Place, Set<CameraToPlace>>;
  readonly #workers = new Map<CameraToPlace, Place>();

  constructor(workers: readonly Place[]) {
    this.#cameras = new Map(workers.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((worker) => [worker, new Set()]));
  }

  workerOf(camera: CameraToPlace): string | null {
    return this.#workers.get(camera)?.id ?? null;
  }

  /** The camera stays where it is, when it may and there is room. */
  keep(camera: CameraToPlace): void {
    const owner = [...this.#cameras.keys()].find(({ id }) => id === camera.owner);
    if (owner && mayRunOn(camera, owner) && this.#hasRoom(owner)) this.#put(camera, owner);
  }

  /** Finds room by the shortest chain of moves: at once, or by moving a camera that may be elsewhere, and so on. */
  settle(camera: CameraToPlace): void {
    const cameFrom = new Map<Place, CameraToPlace>();
    let edge = [camera];
    while (edge.length > 0) {
      const reached: Place[] = [];
      for (const moved of edge) {
        for (const worker of this.#byLoad()) {
          if (cameFrom.has(worker) || !mayRunOn(moved, worker)) continue;
          cameFrom.set(worker, moved);
          if (this.#hasRoom(worker)) return this.#moveAlong(worker, cameFrom);
          reached.push(worker);
        }
      }
      edge = reached.flatMap((worker) => [...this.#cameras.get(worker)!]);
    }
  }

  /** Moves one camera from a fuller worker to an emptier one, if that makes the fuller of the two less full. @returns whether it did */
  level(): boolean {
    const byLoad = this.#byLoad();
    for (const from of byLoad.toReversed()) {
      for (const to of byLoad) {
        if (this.#load(from) <= this.#load(to, 1)) break;
        const camera = [...this.#cameras.get(from)!].find((candidate) => mayRunOn(candidate, to));
        if (camera === undefined || !this.#hasRoom(to)) continue;
        this.#put(camera, to);
        return true;
      }
    }
    return false;
  }

  #moveAlong(end: Place, cameFrom: ReadonlyMap<Place, CameraToPlace>): void {
    for (let to: Place | undefined = end; to !== undefined;) {
      const camera: CameraToPlace = cameFrom.get(to)!;
      const from = this.#workers.get(camera);
      this.#put(camera, to);
      to = from;
    }
  }

  #put(camera: CameraToPlace, worker: Place): void {
    const before = this.#workers.get(camera);
    if (before) this.#cameras.get(before)!.delete(camera);
    this.#cameras.get(worker)!.add(camera);
    this.#workers.set(camera, worker);
  }

  #hasRoom(worker: Place): boolean {
    return this.#cameras.get(worker)!.size < worker.capacity;
  }

  /** @returns share of its capacity, with so many cameras more */
  #load(worker: Place, more = 0): number {
    return (this.#cameras.get(worker)!.size + more) / worker.capacity;
  }

  #byLoad(): Place[] {
    return [...this.#cameras.keys()].toSorted((a, b) => this.#load(a) - this.#load(b));
  }
}
