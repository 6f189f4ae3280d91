import type { CameraStatus, SourceStats } from '@vitrine/contracts';
import type { Frame } from './frame.js';

/** What a source says of itself; how well it is seen is for others to say. */
export type SourceStatus = Omit<CameraStatus, 'stats'> & { readonly stats: SourceStats | null };

/** Pictures of one camera for as long as it is wanted, whatever happens to it. */
export interface FrameSource {
  start(): void;
  /** @returns true as soon as a picture waits that nobody took, false once closed; takes nothing */
  arrival(): Promise<boolean>;
  /** The newest picture that nobody took yet; waits for one. null once closed. Who asks has finished with the picture before. */
  next(): Promise<Frame | null>;
  /** When the newest picture came that nobody took yet (monotonic); null when there is none. */
  newestAtMs(): number | null;
  status(): SourceStatus;
  /** Tries at once what would be tried later. */
  retry(): void;
  /** At once, also before anything has come; never throws. */
  close(): Promise<void>;
}
