import { reduce } from './reducer.js';
import { initialState, type Action, type LiveState } from './state.js';

/**
 * The one store of what is live. Any number of messages become one rendering a frame: readers see the state of the last animation
 * frame. A hidden page goes on reducing, so that it holds no more than the present, and renders when it is seen again.
 */
export class LiveStore {
  #state: LiveState;
  #seen: LiveState;
  #isFrameDue = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    nowMs: number,
    private readonly requestFrame: (callback: () => void) => number,
  ) {
    this.#state = initialState(nowMs);
    this.#seen = this.#state;
  }

  readonly dispatch = (action: Action): void => {
    this.#state = reduce(this.#state, action);
    if (this.#isFrameDue) return;
    this.#isFrameDue = true;
    this.requestFrame(() => {
      this.#isFrameDue = false;
      this.#seen = this.#state;
      for (const listener of this.#listeners) listener();
    });
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LiveState => this.#seen;
}
