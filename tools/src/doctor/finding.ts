/** `poor`: it works, and not as well as it could. `wrong`: it does not work. */
export type Verdict = 'well' | 'poor' | 'wrong';

/** One line of the doctor's table. */
export interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  readonly found: string;
  /** What to do; absent when all is well. */
  readonly remedy?: string;
}

export const well = (what: string, found: string): Finding => ({ what, verdict: 'well', found });
export const poor = (what: string, found: string, remedy: string): Finding => ({ what, verdict: 'poor', found, remedy });
export const wrong = (what: string, found: string, remedy: string): Finding => ({ what, verdict: 'wrong', found, remedy });

/** What the doctor looks at; a spec gives it a machine with one thing broken. */
export interface Patient {
  /** Of the repository or the installation, with a slash at the end. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly nowMs: number;
  readonly nodeVersion: string;
  /** Of the file system that holds the path. */
  readonly freeBytes: (path: string) => number;
}
