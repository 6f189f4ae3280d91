import type { LiveConnection } from './live-connection.js';

/** In all, and from one address: who has not said who they are yet gets little, and never another's place. */
export interface StrangerLimits {
  readonly atMost: number;
  readonly perAddress: number;
}

export const STRANGER_LIMITS: StrangerLimits = { atMost: 64, perAddress: 16 };

/** Connections that have not shown a token yet. When there are too many the one that waited longest goes. */
export class Strangers {
  /** With their addresses, oldest first. */
  readonly #waiting = new Map<LiveConnection, string>();

  constructor(private readonly limits: StrangerLimits) {}

  get size(): number {
    return this.#waiting.size;
  }

  /** @returns the connection that has to go for it, if any */
  add(connection: LiveConnection, address: string): LiveConnection | null {
    const fromThere = [...this.#waiting].filter(([, other]) => other === address).map(([waiting]) => waiting);
    const oldest = fromThere.length >= this.limits.perAddress ? fromThere[0]! : this.#oldestIfFull();
    if (oldest) this.#waiting.delete(oldest);
    this.#waiting.set(connection, address);
    return oldest;
  }

  delete(connection: LiveConnection): boolean {
    return this.#waiting.delete(connection);
  }

  values(): LiveConnection[] {
    return [...this.#waiting.keys()];
  }

  #oldestIfFull(): LiveConnection | null {
    if (this.#waiting.size < this.limits.atMost) return null;
    return this.#waiting.keys().next().value ?? null;
  }
}
