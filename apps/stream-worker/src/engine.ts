import type { DesiredState } from '@vitrine/contracts';

/** What looks at cameras. */
export interface Engine {
  /** Makes what runs equal to what is wanted, and says on the bus when it is so. */
  want(state: DesiredState): void;
  close(): Promise<void>;
}

/** An engine that the first document starts; it and every later one say what is to run. */
export class LateEngine {
  #starting: Promise<Engine> | null = null;

  /** @param onFailed called once, when the engine cannot start */
  constructor(
    private readonly start: (state: DesiredState) => Promise<Engine>,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  want(state: DesiredState): void {
    if (!this.#starting) {
      this.#starting = this.start(state);
      this.#starting.catch((error: unknown) => this.onFailed(error));
    }
    // A start that failed has been reported by then.
    this.#starting.then(
      (engine) => engine.want(state),
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const engine = await this.#starting?.catch(() => null);
    await engine?.close();
  }
}
