import type { CameraCreate, CameraPatch, CameraView } from '@vitrine/contracts';

/** The names of the form's fields, which are those of the contract, so that the service's errors find their field. */
export const CAMERA_FIELDS = ['name', 'url', 'fps', 'transport', 'enabled'] as const;
export type CameraField = (typeof CAMERA_FIELDS)[number];

type Form = Pick<FormData, 'get'>;

/** As entered; the service judges it. */
export function cameraCreateFrom(form: Form): CameraCreate {
  return {
    name: textOf(form, 'name'),
    url: textOf(form, 'url'),
    fps: Number(textOf(form, 'fps')),
    transport: transportOf(form),
    enabled: form.get('enabled') !== null,
  };
}

/** Only what differs from the camera as it is. An empty address keeps the present one, which the page knows only without its password. */
export function cameraPatchFrom(form: Form, camera: CameraView): CameraPatch {
  const { url, ...entered } = cameraCreateFrom(form);
  const changed = Object.entries(entered).filter(([field, value]) => camera[field as keyof CameraView] !== value);
  return { ...Object.fromEntries(changed), ...(url === '' ? {} : { url }) };
}

function textOf(form: Form, field: CameraField): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.trim() : '';
}

function transportOf(form: Form): 'tcp' | 'udp' {
  return form.get('transport') === 'udp' ? 'udp' : 'tcp';
}
