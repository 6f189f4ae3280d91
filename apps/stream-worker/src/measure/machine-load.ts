import { cpus } from 'node:os';

/** Less idle time than this share, and there is nothing left to decode or analyse with. */
const IDLE_SHARE = 0.05;
/** Over shorter spans the kernel's ticks say nothing. */
const SPAN_MS = 1_000;

interface Times {
  readonly idle: number;
  readonly total: number;
}

/** Whether the processors of this machine are fully used, by whomever. */
export class MachineLoad {
  #last = sum();
  #isBusy = false;

  get isBusy(): boolean {
    const now = sum();
    const total = now.total - this.#last.total;
    if (total >= SPAN_MS * cpus().length) {
      this.#isBusy = (now.idle - this.#last.idle) / total < IDLE_SHARE;
      this.#last = now;
    }
    return this.#isBusy;
  }
}

/** Of all processors, ms. */
function sum(): Times {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((all, time) => all + time.idle, 0);
  const total = times.reduce((all, { user, nice, sys, idle: free, irq }) => all + user + nice + sys + free + irq, 0);
  return { idle, total };
}
