/** Who looks at a camera. Of a camera's leases at most one is open; each has an epoch of its own, which grows. */
export interface Lease {
  readonly cameraId: string;
  readonly epoch: number;
  /** Id of one run of one worker. */
  readonly worker: string;
  /** The worker was not heard in time; another may take the camera. */
  readonly isExpired: boolean;
}

/** What one turn changes. */
export interface LeaseChanges {
  /** Workers that were heard: what they hold is theirs for the time of one lease more. */
  readonly heard: readonly string[];
  /** Cameras whose worker gave them back: everything it counted of them is there, or on its way. */
  readonly givenBack: readonly string[];
  /** Cameras that are taken from a worker that was not heard: what it counts of them from now on is refused. */
  readonly taken: readonly string[];
  readonly granted: readonly { readonly cameraId: string; readonly worker: string }[];
}

export interface Turn<Changes> {
  /** Grows whenever another node begins to decide. */
  readonly term: number;
  /** Open leases after the turn. */
  readonly leases: readonly Lease[];
  /** What was decided. */
  readonly changes: Changes;
}

/** Who looks at which camera, decided by one api node at a time. The clock is the database's. */
export abstract class LeaseStore {
  /**
   * One turn of deciding, in one transaction. A node decides until it has been away for too long for others to wait.
   *
   * @param decide given the open leases and the term
   * @returns null when another node decides
   */
  abstract turn<Changes extends LeaseChanges>(
    node: string,
    decide: (leases: readonly Lease[], term: number) => Changes,
  ): Promise<Turn<Changes> | null>;

  /** The node does not decide any more; another may at once. */
  abstract resign(node: string): Promise<void>;
}
