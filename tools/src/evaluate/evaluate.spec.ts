import { ATTRIBUTE_NAMES } from '@vitrine/contracts';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateAttributes } from './attributes.js';
import { readAgedFaces, readLabelledFaces } from './layouts.js';
import { parseOptions } from './options.js';
import { attributeTables } from './tables.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-evaluate-'));
  await mkdir(join(folder, 'images'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const writeLabels = (...lines: string[]) => writeFile(join(folder, 'labels.csv'), lines.join('\n'));

async function writeImage(name: string, [width, height]: readonly [number, number]): Promise<void> {
  const grey = { width, height, channels: 3, background: '#888' } as const;
  await sharp({ create: grey })
    .jpeg()
    .toFile(join(folder, 'images', name));
}

describe('options', () => {
  it('have defaults', () => {
    expect(parseOptions(['--data', 'x'])).toMatchObject({
      layout: 'celeba',
      split: 'val',
      profile: 'compact',
      mirror: false,
      'through-detector': false,
      engine: 'yunet',
    });
  });

  it.each([
    [[], '--data'],
    [['--data', 'x', '--layout', 'imagenet'], '--layout'],
    [['--data', 'x', '--limit', 'few'], '--limit'],
    [['--data', 'x', '--engine', 'mtcnn'], '--engine'],
    [['--data', 'x', '--profile', 'large'], '--profile'],
  ])('%j are refused by the name of the option', (argv, name) => {
    expect(() => parseOptions(argv)).toThrow(name);
  });
});

describe('a folder', () => {
  it('may leave labels open', async () => {
    await writeLabels('file,split,Male,Smiling', 'a.jpg,test,1,', 'b.jpg,train,0,1');
    await writeImage('a.jpg', [178, 218]);
    const [face, ...others] = await readLabelledFaces(folder, 'test');
    expect(others).toEqual([]);
    expect(face!.labels[ATTRIBUTE_NAMES.indexOf('Male')]).toBe(1);
    expect(face!.labels[ATTRIBUTE_NAMES.indexOf('Smiling')]).toBe(-1);
    expect(face!.labels[ATTRIBUTE_NAMES.indexOf('Bald')]).toBe(-1);
  });

  it.each([
    ['is empty', '', "the column 'file' is missing"],
    ['has no such split', 'file,split,Male\na.jpg,train,1', 'it knows train'],
    ['has no attribute', 'file,split,colour\na.jpg,val,red', 'no attribute column'],
    ['has another label than 0 and 1', 'file,split,Male\na.jpg,val,yes', "'yes' for Male"],
    ['names an image that is not there', 'file,split,Male\nb.jpg,val,1', 'b.jpg is listed'],
  ])('that %s is explained', async (_, labels, message) => {
    await writeLabels(labels);
    await writeImage('a.jpg', [178, 218]);
    await expect(readLabelledFaces(folder, 'val')).rejects.toThrow(message);
  });

  it('of ages may explain its gender column in the heading', async () => {
    await writeLabels('file,split,age_years,gender(0=male 1=female)', 'a.jpg,val,31,1');
    await writeImage('a.jpg', [128, 128]);
    expect(await readAgedFaces(folder, 'val')).toMatchObject([{ ageYears: 31, gender: 'female' }]);
  });
});

describe('an evaluation', () => {
  const options = () => ({ ...parseOptions(['--data', folder, '--split', 'test']), layout: 'celeba' as const });

  it('runs the product’s networks and fills the paper’s table', async () => {
    await writeLabels(
      `file,split,${ATTRIBUTE_NAMES.join(',')}`,
      ...['a.jpg', 'b.jpg'].map((name) => `${name},test${',0'.repeat(40)}`),
    );
    await writeImage('a.jpg', [178, 218]);
    await writeImage('b.jpg', [356, 436]);
    const result = await evaluateAttributes(options());
    expect(result).toMatchObject({ images: 2, imagesWithoutFace: 0, majorityAccuracy: 1 });
    expect(result.meanAccuracy).toBeGreaterThan(0.5);
    expect(attributeTables(result)).toContain('majority class');
  });

  it('names a picture that is not of the layout’s shape', async () => {
    await writeLabels('file,split,Male', 'wide.jpg,test,1');
    await writeImage('wide.jpg', [400, 200]);
    await expect(evaluateAttributes(options())).rejects.toThrow(/wide\.jpg is 400×200 px/);
  });
});
