import { Inject, Injectable } from '@nestjs/common';
import {
  cameraConditionSchema,
  opensAnew,
  redactCredentials,
  type CameraSpec,
  type CameraState,
  type CameraStatus,
  type CameraView,
} from '@vitrine/contracts';
import type { WorkerTrouble } from '../fleet/process-keeper.js';
import { CameraJournal } from './camera-journal.js';
import { shownUrl } from './camera.schema.js';
import { ProbeDesk } from './probe-desk.js';

/** Where every camera stands: what is wanted of it, and what the worker last said of it. */
@Injectable()
export class CameraBoard {
  readonly probes = new ProbeDesk();
  readonly #specs = new Map<string, CameraSpec>();
  readonly #statuses = new Map<string, CameraStatus>();
  /** Null while the worker runs. */
  #workerTrouble: WorkerTrouble | null = null;

  constructor(@Inject(CameraJournal) private readonly journal: CameraJournal) {}

  get specs(): CameraSpec[] {
    return [...this.#specs.values()];
  }

  spec(id: string): CameraSpec | undefined {
    return this.#specs.get(id);
  }

  /** A camera that is new, or has to be opened anew, waits for the worker's word on it. @returns the status of now */
  put(spec: CameraSpec): CameraStatus {
    const before = this.#specs.get(spec.id);
    this.#specs.set(spec.id, spec);
    const isSameSource = before !== undefined && !opensAnew(before, spec);
    return isSameSource ? this.#statuses.get(spec.id)! : this.#reset(spec, Date.now());
  }

  remove(id: string): void {
    this.#specs.delete(id);
    this.#statuses.delete(id);
  }

  /** @returns false when no such camera exists any more, or it was switched off meanwhile */
  report(status: CameraStatus): boolean {
    const spec = this.#specs.get(status.cameraId);
    if (!spec || (!spec.enabled && status.state !== 'disabled')) return false;
    this.#statuses.set(status.cameraId, status);
    this.journal.observe(status);
    return true;
  }

  /** @returns the changed statuses */
  workerIsDown(trouble: WorkerTrouble): CameraStatus[] {
    this.#workerTrouble = trouble;
    return this.#resetAll();
  }

  /** @returns the changed statuses */
  workerIsReady(): CameraStatus[] {
    this.#workerTrouble = null;
    return this.#resetAll();
  }

  /** These cameras have no worker any more, and wait for another's word. @returns the changed statuses */
  orphan(cameraIds: readonly string[], trouble: WorkerTrouble): CameraStatus[] {
    const atMs = Date.now();
    const specs = cameraIds.map((id) => this.#specs.get(id)).filter((spec): spec is CameraSpec => spec !== undefined);
    return specs.map((spec) => this.#reset(spec, atMs, trouble));
  }

  view(spec: CameraSpec): CameraView {
    const condition = cameraConditionSchema.parse(this.#statuses.get(spec.id));
    const { user, password, ...shown } = spec;
    return { ...shown, url: shownUrl(spec), hasCredentials: (user ?? password) !== null, ...condition };
  }

  statuses(): CameraStatus[] {
    return [...this.#statuses.values()];
  }

  #resetAll(): CameraStatus[] {
    const atMs = Date.now();
    return this.specs.map((spec) => this.#reset(spec, atMs));
  }

  /** What is known of a camera before the worker has spoken of it. */
  #reset(spec: CameraSpec, atMs: number, workerTrouble = this.#workerTrouble): CameraStatus {
    const trouble = spec.enabled ? workerTrouble : null;
    const state: CameraState = spec.enabled ? (trouble ? 'reconnecting' : 'connecting') : 'disabled';
    const error = trouble && {
      code: 'worker_down' as const,
      message: redactCredentials(`The stream worker is not running: ${trouble.message}.`),
      remedy: `${trouble.remedy}.`,
      atMs,
    };
    const status = { cameraId: spec.id, state, sinceMs: atMs, nextTryAtMs: null, error, stats: null, atMs };
    this.#statuses.set(spec.id, status);
    return status;
  }
}
