import {
  cameraPatchSchema,
  completeCamera,
  isMasked,
  isNetworkAddress,
  parseCameraAddress,
  portOf,
  shownAddress,
  takeApart,
  type CameraCreate,
  type CameraPatch,
  type CameraSpec,
} from '@vitrine/contracts';
import { z } from 'zod';
import { Problem } from '../http/problem.js';

/** A camera to try out: one that exists, by its id, with changes or without, or one that does not. */
export const cameraProbeSchema = cameraPatchSchema.extend({ id: z.string().max(63).optional() });
export type CameraProbe = z.infer<typeof cameraProbeSchema>;

/** @throws Problem 422 without a URL */
export function cameraCreateOf({ url, ...others }: CameraPatch): CameraCreate {
  if (url !== undefined) return { ...withoutUndefined(others), name: others.name ?? 'Camera', url };
  throw new Problem(422, {
    code: 'invalid_input',
    message: '`url` is missing.',
    remedy: 'Give the `url` to try out, or the `id` of a camera that exists.',
    field: 'url',
  });
}

/** The camera that was written: with everything said of it, its address taken apart. @throws Problem */
export function cameraOf(id: string, input: CameraCreate): CameraSpec {
  refuseMasked(input.url);
  return completeCamera(withoutUndefined({ ...input, id, ...addressFields(input.url, input) }));
}

/** The camera as a patch leaves it; fields that are absent stay as they are. @throws Problem 422 */
export function patched(camera: CameraSpec, patch: CameraPatch): CameraSpec {
  const { url, ...others } = patch;
  // Whoever sends back what was shown has not changed it.
  const isSameUrl = url === undefined || url === shownUrl(camera);
  if (isSameUrl) return completeCamera(withoutUndefined({ ...camera, ...withoutUndefined(others) }));
  refuseMasked(url);
  const fields = addressFields(url, patch);
  const travels = isSameHost(url, camera.url);
  const given = fields.user !== undefined || fields.password !== undefined;
  if (!travels && !given && (camera.user ?? camera.password) !== null) throw credentialsNeeded();
  const kept = travels ? {} : { user: null, password: null };
  return completeCamera(withoutUndefined({ ...camera, ...withoutUndefined(others), ...kept, ...withoutUndefined(fields) }));
}

export function shownUrl({ url }: Pick<CameraSpec, 'url'>): string {
  return shownAddress(parseCameraAddress(url).address);
}

/** Fields of their own count before what stands in the address; undefined where nothing was said. */
function addressFields(text: string, { user, password }: Pick<CameraPatch, 'user' | 'password'>) {
  const parsed = takeApart(text);
  return {
    url: parsed.url,
    user: user !== undefined ? user : (parsed.user ?? undefined),
    password: password !== undefined ? password : (parsed.password ?? undefined),
  };
}

/** A password is for the machine that it was entered for: an address that leads elsewhere must not carry it there. */
function isSameHost(after: string, before: string): boolean {
  const [a, b] = [parseCameraAddress(after).address, parseCameraAddress(before).address];
  if (!isNetworkAddress(a) || !isNetworkAddress(b)) return false;
  return a.host === b.host && a.scheme === b.scheme && portOf(a) === portOf(b);
}

/** @throws Problem when the URL is one that the API showed: its `***` stands for what must not be replaced by it */
function refuseMasked(url: string): void {
  if (!isMasked(url)) return;
  throw new Problem(422, {
    code: 'url_redacted',
    message: '`url` holds *** where something is not shown.',
    remedy: 'Leave `url` out to keep the stored one, or send it whole.',
    field: 'url',
  });
}

function credentialsNeeded(): Problem {
  return new Problem(422, {
    code: 'credentials_needed',
    message: 'The new `url` leads to another host, and the stored user and password are not sent there.',
    remedy: 'Send `user` and `password` along, or null where there are none.',
    field: 'password',
  });
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** @returns an id made of the camera's name that is not taken: `Main entrance` → `main-entrance`, `main-entrance-2`, … */
export function idFromName(name: CameraCreate['name'], isTaken: (id: string) => boolean): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'camera';
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!isTaken(id)) return id;
  }
}
