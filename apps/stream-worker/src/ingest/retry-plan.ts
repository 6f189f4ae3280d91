import { CAMERA_ERRORS, type CameraErrorCode, type WorkerConfig } from '@vitrine/contracts';

type Timing = Pick<WorkerConfig['ingest'], 'backoffMinMs' | 'backoffMaxMs' | 'slowRetryMinMs' | 'slowRetryMaxMs'>;

/** A camera that was live and boots says many things that are not so; it gets this many quick tries before its word counts. */
const QUICK_TRIES_AFTER_LIVE = 4;

export interface Try {
  /** null: never by itself. */
  readonly delayMs: number | null;
  /** Whether somebody should look at the settings. */
  readonly smellsOfSettings: boolean;
}

/** When a camera that was lost is tried again. It is never given up. */
export class RetryPlan {
  #failures = 0;
  #wasLive = false;

  constructor(private readonly timing: Timing) {}

  /** A camera that was live once is known to work with these settings. */
  get wasLive(): boolean {
    return this.#wasLive;
  }

  /** It gives pictures. */
  succeed(): void {
    this.#failures = 0;
    this.#wasLive = true;
  }

  fail(code: CameraErrorCode): Try {
    const attempt = this.#failures;
    this.#failures += 1;
    const { retry } = CAMERA_ERRORS[code];
    if (retry === 'never') return { delayMs: null, smellsOfSettings: false };
    const { backoffMinMs, backoffMaxMs, slowRetryMinMs, slowRetryMaxMs } = this.timing;
    if (retry === 'soon') return { delayMs: spread(doubled(backoffMinMs, attempt, backoffMaxMs)), smellsOfSettings: false };
    // A refused password is tried as rarely as a lock-out asks for; only the first time after pictures may it be a camera that boots.
    const quickTries = this.#wasLive ? (code === 'unauthorised' ? 1 : QUICK_TRIES_AFTER_LIVE) : 0;
    if (attempt < quickTries) {
      const shortestMs = code === 'unauthorised' ? backoffMaxMs : backoffMinMs;
      return { delayMs: spread(doubled(shortestMs, attempt + 2, backoffMaxMs)), smellsOfSettings: false };
    }
    return { delayMs: spread(doubled(slowRetryMinMs, attempt - quickTries, slowRetryMaxMs)), smellsOfSettings: true };
  }
}

function doubled(firstMs: number, times: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(times, 30));
}

/** Up to a fifth more, so that thirty cameras behind one switch do not return in the same instant. */
function spread(delayMs: number): number {
  return Math.round(delayMs * (1 + Math.random() / 5));
}
