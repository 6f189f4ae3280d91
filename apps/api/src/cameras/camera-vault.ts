import { completeCamera, takeApart, type CameraSpec } from '@vitrine/contracts';
import type { CameraStore, StoredCamera } from '../store/camera-store.js';
import type { CameraKeys } from './camera-keys.js';

/** What of a camera opens doors. */
type Secrets = Pick<CameraSpec, 'url' | 'user' | 'password'>;

/** A stored camera that cannot be understood any more. */
export interface LostCamera {
  readonly id: string;
  readonly why: string;
}

/** Cameras at rest: address, user and password sealed, everything else legible. */
export class CameraVault {
  constructor(
    private readonly store: CameraStore,
    private readonly keys: CameraKeys,
  ) {}

  /** Seals at once what an older release kept in the clear, and anew what an older key sealed. */
  async list(): Promise<{ cameras: CameraSpec[]; lost: LostCamera[] }> {
    const cameras: CameraSpec[] = [];
    const lost: LostCamera[] = [];
    for (const stored of await this.store.list()) {
      try {
        const camera = this.#read(stored);
        cameras.push(camera);
        if (!isSealed(stored.settings) || this.keys.hasOlder) await this.save(camera);
      } catch (error) {
        lost.push({ id: stored.id, why: (error as Error).message });
      }
    }
    return { cameras, lost };
  }

  save({ id, url, user, password, ...settings }: CameraSpec): Promise<void> {
    const secrets: Secrets = { url, user, password };
    return this.store.save({ id, settings: { ...settings, sealed: this.keys.seal(JSON.stringify(secrets), id) } });
  }

  remove(id: string): Promise<void> {
    return this.store.remove(id);
  }

  #read({ id, settings }: StoredCamera): CameraSpec {
    if (!isSealed(settings)) {
      const { url, ...others } = settings as CameraSpec;
      return completeCamera({ ...others, ...takeApart(url), id });
    }
    const { sealed, ...others } = settings;
    const secrets = this.keys.open(sealed, id);
    if (secrets === null) throw new Error('its address was sealed with a key that is not in camera.key any more; enter it anew');
    return completeCamera({ ...(others as Omit<CameraSpec, keyof Secrets>), ...(JSON.parse(secrets) as Secrets), id });
  }
}

function isSealed(settings: unknown): settings is { readonly sealed: string } {
  return typeof settings === 'object' && settings !== null && 'sealed' in settings && typeof settings.sealed === 'string';
}
