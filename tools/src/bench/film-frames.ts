import { planarBytes, planarImage, type PlanarImage } from '@vitrine/models';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface FilmSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Frames of each second that are kept, as a camera's are. */
  readonly fps: number;
}

/** Decodes a whole film as fast as one thread of ffmpeg can. */
export async function decodeFilm(film: string, size: FilmSize): Promise<{ frames: PlanarImage[]; msPerFrame: number }> {
  const { widthPx, heightPx } = size;
  const started = performance.now();
  const frames = await decode(film, size, { pixels: 'yuv420p', bytes: planarBytes(widthPx, heightPx) });
  const msPerFrame = (performance.now() - started) / frames.length;
  return { frames: frames.map((memory) => planarImage(widthPx, heightPx, memory)), msPerFrame };
}

/** The same frames as u8[H,W,3], for libraries that want RGB. */
export async function decodeRgb(film: string, size: FilmSize): Promise<Uint8Array[]> {
  const frames = await decode(film, size, { pixels: 'rgb24', bytes: 3 * size.widthPx * size.heightPx });
  // tfjs refuses shared memory.
  return frames.map((memory) => new Uint8Array(memory).slice());
}

async function decode(
  film: string,
  { widthPx, heightPx, fps }: FilmSize,
  as: { pixels: string; bytes: number },
): Promise<ArrayBufferLike[]> {
  const filters = `fps=${fps},scale=${widthPx}:${heightPx}`;
  const output = ['-threads', '1', '-pix_fmt', as.pixels, '-f', 'rawvideo', 'pipe:1'];
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-threads', '1', '-i', film, '-vf', filters, ...output], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  const all = Buffer.concat(chunks);
  return Array.from({ length: Math.floor(all.length / as.bytes) }, (_, i) => {
    const memory = new SharedArrayBuffer(as.bytes);
    new Uint8Array(memory).set(all.subarray(i * as.bytes, (i + 1) * as.bytes));
    return memory;
  });
}
