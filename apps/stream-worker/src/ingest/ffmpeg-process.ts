import ffmpeg from 'fluent-ffmpeg';
import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { FfmpegArguments } from './arguments.js';
import { LineCutter } from './line-cutter.js';
import { ProcessGuard } from './process-guard.js';

const KILL_GRACE_MS = 1_000;
/** Fifty decoders must not keep this process from its work: what they decode meanwhile would be thrown away. */
const NICENESS = 19;

const running = new Set<ChildProcess>();
const guard = new ProcessGuard();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** @returns how many ffmpeg processes of this process have been started and not reaped */
export function ffmpegProcessCount(): number {
  return running.size;
}

export interface FfmpegEvents {
  /** Of what it says on stderr, with its level. */
  onLine(line: string): void;
  onBytes(chunk: Buffer): void;
}

/** One ffmpeg at work; it exists when `startFfmpeg` has returned. */
export interface FfmpegProcess {
  /** Settles when it is reaped and everything it said has been handed over; with an error of the system when it could not be started. */
  readonly exited: Promise<Error | null>;
  /** Ends it: SIGTERM, so that a camera is told, then SIGKILL. */
  readonly stop: () => void;
  /** From its first picture on it stands back behind this process; before, a busy machine would never let it begin. */
  readonly standBack: () => void;
}

/** Never throws: what cannot be started has exited. @param proxyUrl through which everything of HTTP goes; null for none */
export function startFfmpeg(args: FfmpegArguments, proxyUrl: string | null, events: FfmpegEvents): FfmpegProcess {
  let child: ChildProcess;
  try {
    child = spawn('ffmpeg', commandLine(args), { stdio: ['ignore', 'pipe', 'pipe'], env: environment(proxyUrl) });
  } catch (error) {
    return { exited: Promise.resolve(error as Error), stop: () => undefined, standBack: () => undefined };
  }
  running.add(child);
  if (child.pid !== undefined) guard.watch(child.pid);
  const lines = new LineCutter((line) => events.onLine(line));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => lines.write(text));
  child.stdout!.on('data', (chunk: Buffer) => events.onBytes(chunk));
  return { exited: exitOf(child, lines), stop: () => stop(child), standBack: () => standBack(child) };
}

/** fluent-ffmpeg says the command line; its own way of running it asks ffmpeg for its abilities first, during which nothing can be stopped. */
function commandLine({ input, inputOptions, outputOptions }: FfmpegArguments): string[] {
  // Through `inputOptions(...list)` each element stays one argument; a single string would be split at spaces.
  const command = ffmpeg(input)
    .inputOptions(...(inputOptions as [string, ...string[]]))
    .outputOptions(...(outputOptions as [string, ...string[]]))
    .output('pipe:1');
  return (command as unknown as { _getArguments(): string[] })._getArguments();
}

/** Of this process's own, without anybody's proxies: they would lead around the one that checks addresses. */
function environment(proxyUrl: string | null): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  return { ...Object.fromEntries(own), ...(proxyUrl === null ? {} : { http_proxy: proxyUrl }) };
}

function standBack({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It has left already.
  }
}

function exitOf(child: ChildProcess, lines: LineCutter): Promise<Error | null> {
  return new Promise((resolve) => {
    let failure: Error | null = null;
    const settle = () => {
      running.delete(child);
      if (child.pid !== undefined) guard.forget(child.pid);
      lines.end();
      resolve(failure);
    };
    child.on('error', (error) => {
      failure = error;
      if (child.pid === undefined) settle();
    });
    child.on('close', settle);
  });
}

function stop(child: ChildProcess): void {
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS);
  child.once('close', () => clearTimeout(hard));
}
