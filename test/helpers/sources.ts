import { cameraSourcesSchema, completeCamera, takeApart, workerConfigSchema, type CameraPatch } from '@vitrine/contracts';
import { createSourceAccess, openSource, type Frame, type FrameSource, type SourceStatus } from '@vitrine/stream-worker';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Quick to retry, so that a test sees many attempts. */
const INGEST = {
  ...workerConfigSchema.parse({}).ingest,
  backoffMinMs: 50,
  backoffMaxMs: 200,
  slowRetryMinMs: 500,
  slowRetryMaxMs: 1_000,
};
const PATIENCE = { timeout: 40_000, interval: 50 };

export interface WatchedSource {
  readonly source: FrameSource;
  readonly statuses: readonly SourceStatus[];
  /** Frames that were taken; only their figures are kept. */
  readonly frames: Pick<Frame, 'index' | 'receivedAtMs'>[];
  /** Waits until the source says so. */
  readonly until: (state: SourceStatus['state'], code?: string) => Promise<void>;
  /** Waits for so many frames more. */
  readonly untilFrames: (count: number) => Promise<void>;
}

/** Sources as a pipeline opens them, with everybody's frames taken at once. */
export class Sources {
  readonly #opened: FrameSource[] = [];
  readonly #access;

  constructor(networks: readonly string[] = ['127.0.0.0/8'], folders: readonly string[] = []) {
    this.#access = createSourceAccess(cameraSourcesSchema.parse({ networks, folders }));
  }

  open(url: string, settings: CameraPatch = {}): WatchedSource {
    const statuses: SourceStatus[] = [];
    const frames: WatchedSource['frames'] = [];
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    const { url: plain, ...login } = takeApart(url);
    const camera = completeCamera({ id: `camera-${this.#opened.length}`, name: 'Camera', url: plain, ...login, ...given });
    const source = openSource(camera, { config: INGEST, access: this.#access, onStatus: (status) => statuses.push(status) });
    this.#opened.push(source);
    source.start();
    void takeAll(source, frames);
    const isSo = (state: string, code?: string) => (status: SourceStatus) =>
      status.state === state && (code === undefined || status.error?.code === code);
    return {
      source,
      statuses,
      frames,
      until: (state, code) => expect.poll(() => statuses.some(isSo(state, code)), PATIENCE).toBe(true),
      untilFrames: (count) => {
        const goal = frames.length + count;
        return expect.poll(() => frames.length, PATIENCE).toBeGreaterThanOrEqual(goal);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((source) => source.close()));
  }
}

async function takeAll(source: FrameSource, frames: WatchedSource['frames']): Promise<void> {
  for (let frame = await source.next(); frame; frame = await source.next()) {
    frames.push({ index: frame.index, receivedAtMs: frame.receivedAtMs });
  }
}

/** Films and pictures of ffmpeg's test picture, 320×240 at 10 fps. */
export class TestFilms {
  readonly folder = mkdtempSync(join(tmpdir(), 'vitrine-faults-'));

  film(name = 'film.mp4', seconds = 4): string {
    const path = join(this.folder, name);
    const input = ['-f', 'lavfi', '-i', `testsrc=size=320x240:rate=10:duration=${seconds}`];
    execFileSync('ffmpeg', ['-y', '-v', 'error', ...input, '-pix_fmt', 'yuv420p', '-g', '10', path]);
    return path;
  }

  pictures(): Buffer[] {
    const input = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=5:duration=2'];
    execFileSync('ffmpeg', ['-y', '-v', 'error', ...input, join(this.folder, 'picture%02d.jpg')]);
    const names = readdirSync(this.folder).filter((name) => name.startsWith('picture'));
    return names.toSorted().map((name) => readFileSync(join(this.folder, name)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Frames a second over what was taken since, by the times of arrival. */
export function fpsOf(frames: WatchedSource['frames']): number {
  const [first, last] = [frames[0]!, frames.at(-1)!];
  return ((frames.length - 1) * 1000) / (last.receivedAtMs - first.receivedAtMs);
}
