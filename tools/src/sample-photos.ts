import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

/** The six photos that @vladmandic/face-api (MIT) ships, 1920 px wide, with 22 faces. */
export const SAMPLE_PHOTOS: readonly string[] = [1, 2, 3, 4, 5, 6].map((number) => join(FOLDER, `sample${number}.jpg`));
