import { cameraCreateSchema, cameraPatchSchema, type CameraCreate } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';

export { cameraCreateSchema, cameraPatchSchema };

/** @throws Problem when the URL is one that the API showed: its `***` stands for the password and must not replace it */
export function refuseRedactedUrl(url: string | undefined): void {
  if (url === undefined || !(url.includes('***@') || url.includes('=***'))) return;
  throw new Problem(422, {
    code: 'url_redacted',
    message: '`url` holds *** where the user and password were.',
    remedy: 'Leave `url` out to keep the stored one, or send it whole with user and password.',
    field: 'url',
  });
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
