import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads `+ PID` and `- PID` and, when nobody is left who could write, ends whatever has not been taken back. A quiet ffmpeg would otherwise
 * outlive a worker that was killed: it learns of that only when it writes.
 */
const SCRIPT = `
set -f; running=' '
while read -r sign pid; do
  case $sign in
    +) running="$running$pid ";;
    -) running="\${running%% $pid *} \${running#* $pid }";;
  esac
done
[ "$running" = ' ' ] || kill -9 $running 2>/dev/null`;

/** Holds the process ids of this process's children where `kill -9` of this process does not reach. */
export class ProcessGuard {
  #shell: ChildProcess | null = null;

  watch(pid: number): void {
    this.#tell(`+ ${pid}\n`);
  }

  forget(pid: number): void {
    this.#tell(`- ${pid}\n`);
  }

  #tell(line: string): void {
    if (!this.#shell || this.#shell.exitCode !== null || this.#shell.signalCode !== null) this.#shell = this.#start();
    this.#shell.stdin?.write(line);
  }

  #start(): ChildProcess {
    // In a session of its own: a signal to this process's group must not end its guard first.
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    shell.on('error', () => undefined);
    shell.stdin.on('error', () => undefined);
    shell.unref();
    // A pipe that is open must not keep this process alive.
    (shell.stdin as unknown as { unref?: () => void }).unref?.();
    return shell;
  }
}
