// `npm run contact-sheet -- --out PNG`: faces, their abstraction images and what stands out about them, through the service's own path.
import { attributePolicySchema } from '@vitrine/contracts';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { SAMPLE_PHOTOS } from '../sample-photos.js';
import { drawSheet, MOST_ATTRIBUTES } from './draw.js';
import { judgeFaces } from './judge-faces.js';
import { standingOut } from './standing-out.js';

const CATALOGUE = fileURLToPath(new URL('../../../config/attributes.yaml', import.meta.url));
const PICTURE = /\.(jpe?g|png|webp)$/i;
const USAGE = 'npm run contact-sheet -- --out FILE.png [--images DIR [--portraits]] [--faces N]';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    images: { type: 'string' },
    portraits: { type: 'boolean', default: false },
    faces: { type: 'string', default: '10' },
  },
});
const count = Number(values.faces);
if (!values.out || !Number.isInteger(count) || count < 1) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}
const catalogue = attributePolicySchema.array().parse(parse(await readFile(CATALOGUE, 'utf8')));
const photos = values.images ? await picturesIn(values.images) : SAMPLE_PHOTOS;
const { faces, found, balancedThresholds, modelVersion } = await judgeFaces(photos, { count, portraits: values.portraits });
const cards = faces.map(({ probs, ...pictures }) => ({
  ...pictures,
  attributes: standingOut(probs, balancedThresholds, { catalogue, most: MOST_ATTRIBUTES }),
}));
const png = await drawSheet(cards);
const path = resolve(values.out);
await mkdir(dirname(path), { recursive: true });
await writeFile(path, png);
console.log(
  `${path}: ${faces.length} of ${found} faces in ${photos.length} pictures, weights ${modelVersion}, ${Math.round(png.length / 1024)} KiB`,
);

async function picturesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => PICTURE.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}
