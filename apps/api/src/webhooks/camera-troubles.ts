import type { CameraStatus } from '@vitrine/contracts';
import type { Told } from './webhooks.js';

/** States in which a camera does its work. */
const WELL = new Set<CameraStatus['state']>(['live', 'overloaded']);
const ILL = new Set<CameraStatus['state']>(['reconnecting', 'failed']);

/** Says when a camera falls ill and when it is well again, once each: states are repeated every few seconds. */
export class CameraTroubles {
  readonly #ill = new Set<string>();

  /** @returns null where nothing changed */
  observe({ cameraId, state, error }: CameraStatus, name: string): Told | null {
    if (ILL.has(state) && !this.#ill.has(cameraId)) {
      this.#ill.add(cameraId);
      const { code, message, remedy } = error ?? { code: 'unknown', message: 'No frames come.', remedy: 'Look at the camera.' };
      return { event: 'camera.trouble', cameraId, data: { name, state, code, message, remedy } };
    }
    if (WELL.has(state) && this.#ill.delete(cameraId)) return { event: 'camera.recovered', cameraId, data: { name, state } };
    return null;
  }

  forget(cameraId: string): void {
    this.#ill.delete(cameraId);
  }
}
