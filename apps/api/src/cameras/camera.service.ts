import { Inject, Injectable } from '@nestjs/common';
import {
  cameraSettingsSchema,
  type CameraCreate,
  type CameraPatch,
  type CameraSpec,
  type CameraStatus,
  type CameraView,
} from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import { STORE } from '../store/store.module.js';
import type { Store } from '../store/store.js';
import { WorkerSupervisor } from '../worker/worker-supervisor.js';
import { CameraBoard } from './camera-board.js';
import { idFromName, refuseRedactedUrl } from './camera.schema.js';

/** More would be a mistake or an attack long before it is a site. */
const MAX_CAMERAS = 256;

export type CameraListener = (status: CameraStatus, name: string) => void;

/** The cameras of the site: stored here, followed by the worker. */
@Injectable()
export class CameraService {
  #listener: CameraListener = () => undefined;
  /** Changes follow one another, so that what is checked still holds when it is stored. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(WorkerSupervisor) private readonly worker: WorkerSupervisor,
    @Inject(CameraBoard) private readonly board: CameraBoard,
  ) {}

  /** @param listener hears of every change of state that happens here and not in the worker */
  listen(listener: CameraListener): void {
    this.#listener = listener;
  }

  /** Reads the stored cameras, adds those of the configuration that are not among them, and tells the worker. */
  async load(configured: readonly CameraCreate[]): Promise<void> {
    for (const spec of await this.store.listCameras()) this.board.put(spec);
    for (const camera of configured) {
      const id = camera.id ?? idFromName(camera.name, () => false);
      if (this.board.spec(id)) continue;
      const spec = { id, ...cameraSettingsSchema.parse(camera) };
      await this.store.saveCamera(spec);
      this.board.put(spec);
    }
    this.#tellWorker();
  }

  list(): CameraView[] {
    return this.board.specs.toSorted((a, b) => a.id.localeCompare(b.id)).map((spec) => this.board.view(spec));
  }

  get(id: string): CameraView {
    return this.board.view(this.#mustFind(id));
  }

  /** @throws Problem 409 when the id is taken, 422 when the URL is a redacted one */
  create(input: CameraCreate): Promise<CameraView> {
    return this.#inTurn(() => {
      refuseRedactedUrl(input.url);
      if (input.id !== undefined && this.board.spec(input.id)) throw taken(input.id);
      if (this.board.specs.length >= MAX_CAMERAS) throw tooMany();
      const id = input.id ?? idFromName(input.name, (candidate) => this.board.spec(candidate) !== undefined);
      return this.#keep({ id, ...cameraSettingsSchema.parse(input) });
    });
  }

  /** Fields that are absent stay as they are. @throws Problem 404, 422 */
  change(id: string, patch: CameraPatch): Promise<CameraView> {
    return this.#inTurn(() => {
      const spec = this.#mustFind(id);
      refuseRedactedUrl(patch.url);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      return this.#keep({ ...spec, ...given });
    });
  }

  /** Its counts stay. @throws Problem 404 */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#mustFind(id);
      await this.store.deleteCamera(id);
      this.board.remove(id);
      this.#tellWorker();
    });
  }

  async #keep(spec: CameraSpec): Promise<CameraView> {
    await this.store.saveCamera(spec);
    this.#listener(this.board.put(spec), spec.name);
    this.#tellWorker();
    return this.board.view(spec);
  }

  #tellWorker(): void {
    this.worker.want({ kind: 'cameras', cameras: this.board.specs });
  }

  #mustFind(id: string): CameraSpec {
    const spec = this.board.spec(id);
    if (spec) return spec;
    throw new Problem(404, {
      code: 'camera_unknown',
      message: `There is no camera \`${id}\`.`,
      remedy: 'GET /api/v1/cameras lists the cameras.',
      field: 'id',
    });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#changed.then(change);
    // Whoever asked hears of the failure; the next change goes ahead.
    this.#changed = result.catch(() => undefined);
    return result;
  }
}

function taken(id: string): Problem {
  return new Problem(409, {
    code: 'camera_exists',
    message: `There is already a camera \`${id}\`.`,
    remedy: 'Choose another id, leave it out to have one made from the name, or change the camera by PATCH.',
    field: 'id',
  });
}

function tooMany(): Problem {
  return new Problem(409, {
    code: 'too_many_cameras',
    message: `There are already ${MAX_CAMERAS} cameras.`,
    remedy: 'Delete one that is no longer used.',
  });
}
