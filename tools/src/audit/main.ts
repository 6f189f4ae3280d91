// `npm run audit:previews`: whether an independent detector finds a face in what people who watch get to see.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectPreviews } from './collect-previews.js';
import { countFaces } from './count-faces.js';
import { makeAuditFilm } from './film.js';

const { values } = parseArgs({
  options: { pictures: { type: 'string' }, cameras: { type: 'string' }, film: { type: 'string' } },
});
const pictures = Number(values.pictures ?? 500);
/** Of the other modes, for comparison: how many faces there are to be seen at all. */
const MODEST = 60;
const cameras = Number(values.cameras ?? 10);

const folder = await mkdtemp(join(tmpdir(), 'vitrine-audit-'));
try {
  const film = values.film ?? join(folder, 'film.mp4');
  const scenes = values.film ? 1 : await makeAuditFilm(film);
  console.log(`${scenes} scenes, ${cameras} cameras; faces as face-api's SSD finds them from a confidence of 0.3 on`);
  console.log(
    `${'picture'.padEnd(10)}${['pictures', 'with faces', 'faces', 'said blurred', 'wrongly'].map((w) => w.padStart(14)).join('')}`,
  );
  let wronglySaid = 0;
  for (const picture of ['mosaic', 'clear', 'none'] as const) {
    const previews = await collectPreviews({ film, picture, cameras, pictures: picture === 'mosaic' ? pictures : MODEST });
    const count = await countFaces(previews);
    wronglySaid += count.wronglySaid;
    console.log(
      `${picture.padEnd(10)}${Object.values(count)
        .map((value) => String(value).padStart(14))
        .join('')}`,
    );
  }
  // Anybody's face in a picture that says it has none is a fault, not a figure.
  process.exitCode = wronglySaid > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
