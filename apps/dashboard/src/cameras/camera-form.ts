import { type ApiError, type CameraCreate, type CameraPatch, type CameraView, parseCameraAddress } from '@vitrine/contracts';
import { z } from 'zod';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';

/** The form's fields have the contract's names, so that what the service says finds its field. Words are the page's own. */
export function cameraFormSchema() {
  return z.object({
    name: z.string().trim().min(1, t('Give the camera a name.')).max(120, t('Use 120 letters or fewer.')),
    url: z.string().trim().superRefine(checkAddress),
    user: z.string().max(256, t('Use 256 letters or fewer.')),
    password: z.string().max(256, t('Use 256 letters or fewer.')),
    fps: z.number(t('Enter a number from 0.2 to 30.')).min(0.2, t('At least 0.2.')).max(30, t('At most 30.')),
    transport: z.enum(['tcp', 'udp']),
    rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
    far: z.boolean(),
    loop: z.boolean(),
    enabled: z.boolean(),
  });
}
export type CameraForm = z.infer<ReturnType<typeof cameraFormSchema>>;
export const CAMERA_FIELDS = ['name', 'url', 'user', 'password', 'fps', 'transport', 'rotate', 'far', 'loop', 'enabled'] as const;

export const NEW_CAMERA: CameraForm = {
  name: '',
  url: '',
  user: '',
  password: '',
  fps: 5,
  transport: 'tcp',
  rotate: 0,
  far: false,
  loop: false,
  enabled: true,
};

export function formOf({ name, url, fps, transport, rotate, far, loop, enabled }: CameraView): CameraForm {
  return { name, url, user: '', password: '', fps, transport, rotate, far, loop, enabled };
}

/** What is as usual is left out. */
export function createOf({ name, url, fps, transport, enabled, ...form }: CameraForm): CameraCreate {
  const stated = Object.entries(form).filter(([, value]) => value !== '' && value !== 0 && value !== false);
  return { name, url, fps, transport, enabled, ...Object.fromEntries(stated) };
}

/** Only what differs from the camera as it is. Empty credentials stay as they are: the page never knew them. */
export function patchOf(form: CameraForm, camera: CameraView): CameraPatch {
  const before = formOf(camera);
  const changed = CAMERA_FIELDS.filter((field) => form[field] !== before[field]);
  return Object.fromEntries(changed.map((field) => [field, form[field]]));
}

/** @returns the field that the service's no is about; null where it is about none of the form's */
export function fieldOf({ field }: ApiError): (typeof CAMERA_FIELDS)[number] | null {
  return CAMERA_FIELDS.find((name) => name === field) ?? null;
}

function checkAddress(text: string, context: z.RefinementCtx): void {
  if (text === '')
    return context.addIssue({ code: 'custom', message: t('Enter the camera’s address, such as rtsp://10.0.0.5/stream1.') });
  // As it was shown, with its secrets masked: unchanged.
  if (text.includes('***')) return;
  try {
    parseCameraAddress(text);
  } catch (error) {
    const { message, remedy = '' } = error as Error & { remedy?: string };
    context.addIssue({ code: 'custom', message: refusalWords({ code: 'address', message, remedy }) });
  }
}
