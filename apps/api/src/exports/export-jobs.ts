import { Inject, Injectable } from '@nestjs/common';
import type { ExportJob, ExportRequest } from '@vitrine/contracts';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { DATA_DIR, LOG } from '../config/tokens.js';
import { Problem } from '../http/problem.js';
import { QueryService, type Asker, type Prepared } from '../query/query.service.js';
import { rowEncoder } from './row-file.js';

const KEEP_MS = 24 * 3_600_000;
/** More at once are a mistake: each is a file on the disk of the store. */
const MAX_JOBS = 50;

interface Job {
  view: ExportJob;
  readonly owner: string;
  readonly path: string;
  readonly timer: NodeJS.Timeout;
}

/** Files made of queries that are too long for one answer: one at a time, streamed, kept for a day. */
@Injectable()
export class ExportJobs {
  readonly #jobs = new Map<string, Job>();
  readonly #folder: string;
  #last: Promise<void> = Promise.resolve();

  constructor(
    @Inject(QueryService) private readonly queries: QueryService,
    @Inject(DATA_DIR) dataDir: string,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.#folder = join(dataDir, 'exports');
    // Files of an earlier run: nobody knows their numbers any more.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @param owner who may fetch it. @throws Problem 422 for a query that cannot be answered, 429 for too many jobs */
  async start({ query, format }: ExportRequest, asker: Asker, owner: string): Promise<ExportJob> {
    if (this.#jobs.size >= MAX_JOBS) throw tooManyJobs();
    const prepared = await this.queries.prepare(query, asker);
    this.queries.mustStream(prepared);
    const id = randomBytes(16).toString('base64url');
    const path = join(this.#folder, `${id}.${format}`);
    const createdAtMs = Date.now();
    const view: ExportJob = {
      id,
      state: 'waiting',
      format,
      rows: 0,
      bytes: 0,
      createdAt: new Date(createdAtMs).toISOString(),
      expiresAt: new Date(createdAtMs + KEEP_MS).toISOString(),
      message: null,
    };
    const timer = setTimeout(() => void this.remove(id), KEEP_MS).unref();
    const job = { view, owner, path, timer };
    this.#jobs.set(id, job);
    this.#last = this.#last.then(() => this.#make(job, prepared));
    return view;
  }

  /** @throws Problem 404 where there is none of that owner */
  view(id: string, owner: string): ExportJob {
    return this.#mustFind(id, owner).view;
  }

  list(owner: string): ExportJob[] {
    return [...this.#jobs.values()].filter((job) => job.owner === owner).map(({ view }) => view);
  }

  /** @returns the file's path. @throws Problem 404, 409 while it is not ready */
  file(id: string, owner: string): { path: string; view: ExportJob } {
    const { view, path } = this.#mustFind(id, owner);
    if (view.state === 'ready') return { path, view };
    throw new Problem(409, {
      code: 'export_not_ready',
      message: view.message ?? 'The file is still being made.',
      remedy: view.state === 'failed' ? 'Start it again.' : 'Ask for the export’s state until it is `ready`.',
    });
  }

  async remove(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    if (!job) return;
    clearTimeout(job.timer);
    this.#jobs.delete(id);
    await rm(job.path, { force: true });
  }

  async #make(job: Job, prepared: Prepared): Promise<void> {
    if (!this.#jobs.has(job.view.id)) return;
    job.view = { ...job.view, state: 'running' };
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      await pipeline(Readable.from(this.#bytes(job, prepared)), createWriteStream(job.path, { mode: 0o600 }));
      job.view = { ...job.view, state: 'ready' };
    } catch (error) {
      this.log.error({ err: error }, 'an export failed');
      await rm(job.path, { force: true });
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      const message = isFull ? 'The disk is full.' : 'The file could not be made; the service’s log says why.';
      job.view = { ...job.view, state: 'failed', message };
    }
  }

  async *#bytes(job: Job, prepared: Prepared): AsyncGenerator<Uint8Array> {
    let encoder: ReturnType<typeof rowEncoder> | null = null;
    const count = (bytes: Uint8Array, rows: number) => {
      job.view = { ...job.view, rows: job.view.rows + rows, bytes: job.view.bytes + bytes.length };
      return bytes;
    };
    for await (const rows of this.queries.stream(prepared)) {
      encoder ??= rowEncoder(job.view.format, Object.keys(rows[0] ?? {}));
      yield count(encoder.rows(rows), rows.length);
    }
    encoder ??= rowEncoder(job.view.format, []);
    yield count(encoder.end({ ...this.queries.streamMeta(prepared), rowCount: job.view.rows }), 0);
  }

  #mustFind(id: string, owner: string): Job {
    const job = this.#jobs.get(id);
    if (job?.owner === owner) return job;
    throw new Problem(404, {
      code: 'export_unknown',
      message: 'There is no such export, or it has expired.',
      remedy: 'POST /api/v1/exports makes one; its file is kept for 24 hours.',
      field: 'id',
    });
  }
}

function tooManyJobs(): Problem {
  return new Problem(429, {
    code: 'too_many_exports',
    message: `There are already ${MAX_JOBS} exports.`,
    remedy: 'DELETE /api/v1/exports/:id removes one; each expires after 24 hours.',
  });
}
