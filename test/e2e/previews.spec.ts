// What somebody who watches gets to see, looked through by a detector that had no part in making it. `npm run audit:previews` is the long form.
import { collectPreviews, countFaces, makeAuditFilm } from '@vitrine/tools';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const [CAMERAS, PICTURES] = [2, 40];
let folder: string;
let film: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-previews-'));
  film = join(folder, 'film.mp4');
  await makeAuditFilm(film);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('shows no pixel of anybody by default', async () => {
  const previews = await collectPreviews({ film, picture: 'none', cameras: CAMERAS, pictures: PICTURES });
  expect(previews.every(({ jpegBase64, facesBlurred }) => jpegBase64 === null && facesBlurred)).toBe(true);
});

it('shows hardly anything that could be a face in mosaic pictures of people who enter, leave, turn, are cut off, stand in haze or come after a cut', async () => {
  const previews = await collectPreviews({ film, picture: 'mosaic', cameras: CAMERAS, pictures: PICTURES });
  const count = await countFaces(previews);
  console.log(`${count.faces} faces in ${count.pictures} pictures`);
  expect(count.saidBlurred).toBe(PICTURES);
  // The judge takes a mosaic of a face, or a lamp, for a face now and then.
  expect(count.picturesWithFaces).toBeLessThanOrEqual(1);
});

it('does not say that faces are blurred where everybody is shown, and the judge sees them there', async () => {
  const previews = await collectPreviews({ film, picture: 'clear', cameras: CAMERAS, pictures: PICTURES });
  const count = await countFaces(previews);
  expect(count.saidBlurred).toBe(0);
  expect(count.faces).toBeGreaterThan(0);
});
