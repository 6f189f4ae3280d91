import { Inject, Injectable } from '@nestjs/common';
import {
  MAX_CAMERAS,
  type CameraCreate,
  type CameraPatch,
  type CameraSpec,
  type CameraStatus,
  type CameraView,
  type ProbeStep,
} from '@vitrine/contracts';
import { Fleet } from '../fleet/fleet.js';
import { CameraBoard } from './camera-board.js';
import { CameraJournal } from './camera-journal.js';
import { cameraExists, cameraUnknown, tooManyCameras } from './camera-problems.js';
import { cameraCreateOf, cameraOf, idFromName, patched, type CameraProbe } from './camera.schema.js';
import { CameraVault } from './camera-vault.js';

export type CameraChange = { readonly status: CameraStatus } | { readonly removedId: string };
export type CameraListener = (change: CameraChange) => void;

/** The cameras of the site: kept in the vault, followed by the worker. */
@Injectable()
export class CameraService {
  #listener: CameraListener = () => undefined;
  /** Changes follow one another, so that what is checked still holds when it is stored. */
  #changed: Promise<unknown> = Promise.resolve();
  #retries: Record<string, number> = {};

  constructor(
    @Inject(CameraVault) private readonly vault: CameraVault,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(CameraJournal) private readonly journal: CameraJournal,
  ) {}

  /** @param listener hears of every change that happens here and not in the worker */
  listen(listener: CameraListener): void {
    this.#listener = listener;
  }

  /**
   * Reads the stored cameras, adds those of the configuration that are not among them, and tells the worker. A camera without an id is known
   * by its name again.
   *
   * @returns words for the log about what the configuration says and the store does not
   */
  async load(configured: readonly CameraCreate[]): Promise<string[]> {
    const { cameras, lost } = await this.vault.list();
    for (const spec of cameras) this.board.put(spec);
    const warnings = lost.map(({ id, why }) => `the stored camera \`${id}\` cannot be read: ${why}`);
    const claimed = new Set<string>();
    for (const camera of configured) {
      const stored = camera.id === undefined ? this.#byName(camera.name, claimed) : this.board.spec(camera.id);
      const id = stored?.id ?? camera.id ?? idFromName(camera.name, (candidate) => this.board.spec(candidate) !== undefined);
      claimed.add(id);
      const spec = cameraOf(id, camera);
      if (stored) warnings.push(...differences(stored, spec, camera));
      else if (this.board.specs.length >= MAX_CAMERAS)
        warnings.push(`the camera \`${id}\` is one more than ${MAX_CAMERAS} and is left out`);
      else {
        await this.vault.save(spec);
        this.board.put(spec);
      }
    }
    this.#tellWorker();
    return warnings;
  }

  list(): CameraView[] {
    return this.board.specs.toSorted((a, b) => a.id.localeCompare(b.id)).map((spec) => this.board.view(spec));
  }

  get(id: string): CameraView {
    return this.board.view(this.find(id));
  }

  /** With its credentials. @throws Problem 404 */
  find(id: string): CameraSpec {
    const spec = this.board.spec(id);
    if (!spec) throw cameraUnknown(id);
    return spec;
  }

  /** @throws Problem 409 when the id is taken, 422 when the URL is a redacted one */
  create(input: CameraCreate): Promise<CameraView> {
    return this.#inTurn(async () => {
      const id = input.id ?? idFromName(input.name, (candidate) => this.board.spec(candidate) !== undefined);
      const spec = cameraOf(id, input);
      if (this.board.spec(id)) throw cameraExists(id);
      if (this.board.specs.length >= MAX_CAMERAS) throw tooManyCameras();
      await this.vault.save(spec);
      this.journal.note(id, 'added');
      return this.#follow(spec);
    });
  }

  /** Fields that are absent stay as they are. @throws Problem 404, 422 */
  change(id: string, patch: CameraPatch): Promise<CameraView> {
    return this.#inTurn(async () => {
      const before = this.find(id);
      const spec = patched(before, patch);
      await this.vault.save(spec);
      this.journal.note(id, before.enabled && !spec.enabled ? 'disabled' : 'changed');
      return this.#follow(spec);
    });
  }

  /** Tries at once what would be tried later. @throws Problem 404 */
  retry(id: string): void {
    this.find(id);
    this.#retries = { ...this.#retries, [id]: (this.#retries[id] ?? 0) + 1 };
    this.journal.note(id, 'retried');
    this.fleet.want({ retries: this.#retries });
  }

  /** Tries a camera out, one that exists or one that does not, and changes nothing. @throws Problem 404, 422, 429, 504 */
  async probe({ id, ...given }: CameraProbe): Promise<ProbeStep[]> {
    const camera = id === undefined ? cameraOf('probe', cameraCreateOf(given)) : patched(this.find(id), given);
    return this.board.probes.order(camera, () => this.fleet.want({ probes: this.board.probes.orders }));
  }

  /** Its counts stay. @throws Problem 404 */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.find(id);
      await this.vault.remove(id);
      this.board.remove(id);
      this.journal.forget(id);
      this.#retries = Object.fromEntries(Object.entries(this.#retries).filter(([cameraId]) => cameraId !== id));
      this.#listener({ removedId: id });
      this.#tellWorker();
    });
  }

  #byName(name: string, claimed: ReadonlySet<string>): CameraSpec | undefined {
    return this.board.specs.find((spec) => spec.name === name && !claimed.has(spec.id));
  }

  #follow(spec: CameraSpec): CameraView {
    this.#listener({ status: this.board.put(spec) });
    this.#tellWorker();
    return this.board.view(spec);
  }

  #tellWorker(): void {
    this.fleet.want({ cameras: this.board.specs, retries: this.#retries });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#changed.then(change);
    // Whoever asked hears of the failure; the next change goes ahead.
    this.#changed = result.catch(() => undefined);
    return result;
  }
}

/** What was changed while the service ran counts more than what it was begun with; but it is said, never silently passed over. */
function differences(stored: CameraSpec, configured: CameraSpec, written: CameraCreate): string[] {
  const names = ['url', 'user', 'password', ...Object.keys(written)] as (keyof CameraSpec)[];
  const differing = [...new Set(names)].filter((name) => JSON.stringify(stored[name]) !== JSON.stringify(configured[name]));
  if (differing.length === 0) return [];
  const fields = differing.map((name) => `\`${name}\``).join(', ');
  return [
    `the camera \`${stored.id}\` is stored with another ${fields} than the configuration has; the stored one counts, change it by PATCH or delete the camera`,
  ];
}
