import type { CameraSpec } from '@vitrine/contracts';
import type { RgbImage } from '@vitrine/models';
import ffmpeg from 'fluent-ffmpeg';
import { ffmpegArguments } from './arguments.js';
import { PpmReader } from './ppm-reader.js';

const KILL_GRACE_MS = 2_000;
const MAX_STDERR_CHARS = 8_000;

const running = new Set<ffmpeg.FfmpegCommand>();
process.on('exit', () => running.forEach((command) => command.kill('SIGKILL')));

/** @returns how many ffmpeg processes of this process have been started and not reaped */
export function ffmpegProcessCount(): number {
  return running.size;
}

/** One ffmpeg process at work on one source. */
export interface Decoder {
  /** Ends ffmpeg: SIGTERM, then SIGKILL. Resolves when it is reaped. */
  stop(): Promise<void>;
}

/** Starts ffmpeg. `onExit` is called once, with everything it said on stderr, credentials included. */
export function startDecoder(spec: CameraSpec, onImage: (image: RgbImage) => void, onExit: (stderr: string) => void): Decoder {
  const { input, inputOptions, outputOptions } = ffmpegArguments(spec);
  const command = ffmpeg(input);
  // Through `addInputOptions(...list)` each element stays one argument; a single string would be split at spaces.
  command.inputOptions(...(inputOptions as [string, ...string[]])).outputOptions(...(outputOptions as [string, ...string[]]));
  let said = '';
  let exit: () => void;
  const exited = new Promise<void>((resolve) => (exit = resolve));
  const leave = (message: string) => {
    if (!running.delete(command)) return;
    exit();
    onExit(said || message);
  };
  running.add(command);
  command.on('stderr', (line: string) => (said = `${said}${line}\n`.slice(-MAX_STDERR_CHARS)));
  command.on('error', (error: Error) => leave(error.message));
  command.on('end', () => leave(''));
  const reader = new PpmReader(onImage);
  command.pipe().on('data', (chunk: Buffer) => {
    try {
      reader.write(chunk);
    } catch (error) {
      // Thrown from here it would end the process and with it every other camera.
      said = `${said}Invalid data found: ${String(error)}\n`;
      command.kill('SIGKILL');
    }
  });
  return {
    stop: async () => {
      if (!running.has(command)) return;
      command.kill('SIGTERM');
      const hard = setTimeout(() => command.kill('SIGKILL'), KILL_GRACE_MS);
      await exited;
      clearTimeout(hard);
    },
  };
}
