import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** ffmpeg cannot be run; every camera would fail. */
export class FfmpegMissingError extends Error {
  readonly remedy = 'install ffmpeg 5 or newer: sudo apt-get install -y --no-install-recommends ffmpeg';
}

/** @returns ffmpeg's version, such as `5.1.9-0+deb12u1`. @throws FfmpegMissingError */
export async function ffmpegVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('ffmpeg', ['-version']);
    return /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch (error) {
    throw new FfmpegMissingError(`ffmpeg cannot be run: ${(error as Error).message}`, { cause: error });
  }
}
