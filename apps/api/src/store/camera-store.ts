/** A camera as it is kept: whoever keeps it need not understand it. */
export interface StoredCamera {
  readonly id: string;
  readonly settings: unknown;
}

/** The cameras of the site. Each call is atomic. */
export abstract class CameraStore {
  /** In the order of their ids. */
  abstract list(): Promise<StoredCamera[]>;
  /** Adds a camera or replaces the one with its id. */
  abstract save(camera: StoredCamera): Promise<void>;
  /** Its counts stay. */
  abstract remove(id: string): Promise<void>;
}
