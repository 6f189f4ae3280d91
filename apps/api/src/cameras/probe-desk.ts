import type { CameraSpec, ProbeOrder, ProbeStep } from '@vitrine/contracts';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';

/** Longer than the slowest camera needs for its first key frame, and its faces are looked for. */
const DEADLINE_MS = 75_000;
/** Each takes an ffmpeg and a camera's attention. */
const MOST_AT_ONCE = 4;

interface Waiting extends ProbeOrder {
  answer(steps: ProbeStep[]): void;
}

/** Cameras that are being tried out: orders for the worker, and who waits for the answers. */
export class ProbeDesk {
  readonly #waiting = new Map<string, Waiting>();

  get orders(): ProbeOrder[] {
    return [...this.#waiting.values()].map(({ probeId, camera }) => ({ probeId, camera }));
  }

  /** @param onChanged tells the worker of the orders. @throws Problem 429 when too many are under way, 504 when no answer comes */
  async order(camera: CameraSpec, onChanged: () => void): Promise<ProbeStep[]> {
    if (this.#waiting.size >= MOST_AT_ONCE) throw tooManyProbes();
    const probeId = randomUUID();
    try {
      return await new Promise<ProbeStep[]>((resolve, reject) => {
        const timer = setTimeout(() => reject(noAnswer()), DEADLINE_MS);
        const answer = (steps: ProbeStep[]) => {
          clearTimeout(timer);
          resolve(steps);
        };
        this.#waiting.set(probeId, { probeId, camera, answer });
        onChanged();
      });
    } finally {
      this.#waiting.delete(probeId);
      onChanged();
    }
  }

  answered(probeId: string, steps: ProbeStep[]): void {
    this.#waiting.get(probeId)?.answer(steps);
  }
}

function tooManyProbes(): Problem {
  return new Problem(429, {
    code: 'too_many_probes',
    message: `${MOST_AT_ONCE} cameras are being tried out already.`,
    remedy: 'Wait for one of them.',
  });
}

function noAnswer(): Problem {
  return new Problem(504, {
    code: 'probe_unanswered',
    message: 'The stream worker has not said how the camera does.',
    remedy: 'Look at GET /api/v1/status whether it runs, and try again.',
  });
}
