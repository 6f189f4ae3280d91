export interface Repeated {
  /** Runs soon: at once when idle, else once more after the run under way; calls in between are one. */
  now(): void;
  stop(): void;
}

/** Runs `work` at once and again `everyMs` after each end, so that slow answers never pile up. `work` handles its own errors. */
export function repeat(work: () => Promise<void>, everyMs: number): Repeated {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let askedAgain = false;
  let stopped = false;

  async function run(): Promise<void> {
    clearTimeout(timer);
    running = true;
    askedAgain = false;
    await work();
    running = false;
    if (stopped) return;
    timer = setTimeout(() => void run(), askedAgain ? 0 : everyMs);
  }

  void run();
  return {
    now: () => {
      if (running) askedAgain = true;
      else if (!stopped) void run();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
