import { ATTRIBUTE_NAMES, type Gender } from '@vitrine/contracts';
import { UNKNOWN } from '@vitrine/metrics';
import { parse } from 'csv-parse/sync';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LayoutError } from './layout-error.js';

/** One image with the 40 labels people gave it: 0, 1 or UNKNOWN. */
export interface LabelledFace {
  readonly path: string;
  readonly labels: readonly number[];
}

/** One image with the age and gender that are on record. */
export interface AgedFace {
  readonly path: string;
  readonly ageYears: number;
  readonly gender: Gender;
}

type Row = Readonly<Record<string, string>>;

/** `labels.csv` (file, split, the attributes as 0 or 1; empty or −1: unknown) and `images/`, as celeba and lfwa have. @throws LayoutError */
export async function readLabelledFaces(folder: string, split: string): Promise<LabelledFace[]> {
  const { rows, columns } = await readRows(folder, split);
  const known = ATTRIBUTE_NAMES.filter((name) => columns.includes(name));
  if (known.length === 0)
    throw new LayoutError(`${folder}/labels.csv has no attribute column; expected names such as Eyeglasses, Male`);
  return rows.map((row) => ({ path: imageOf(folder, row), labels: ATTRIBUTE_NAMES.map((name) => labelOf(folder, row, name)) }));
}

/** `labels.csv` (file, split, age_years, gender: 0 male, 1 female) and `images/`, as utkface has. @throws LayoutError */
export async function readAgedFaces(folder: string, split: string): Promise<AgedFace[]> {
  const { rows, columns } = await readRows(folder, split);
  // The column's name may carry its legend: `gender(0=male 1=female)`.
  const genderColumn = columns.find((name) => name.startsWith('gender'));
  if (!genderColumn || !columns.includes('age_years')) {
    throw new LayoutError(`${folder}/labels.csv needs the columns age_years and gender (0 male, 1 female)`);
  }
  return rows.map((row) => {
    const [ageYears, gender] = [Number(row.age_years), row[genderColumn]];
    if (!Number.isFinite(ageYears) || (gender !== '0' && gender !== '1')) {
      throw new LayoutError(`${folder}/labels.csv: ${row.file} has age_years '${row.age_years}' and gender '${gender}'`);
    }
    return { path: imageOf(folder, row), ageYears, gender: gender === '0' ? 'male' : 'female' };
  });
}

async function readRows(folder: string, split: string): Promise<{ rows: Row[]; columns: string[] }> {
  const path = join(folder, 'labels.csv');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new LayoutError(`${path} cannot be read; point --data at a folder with labels.csv and images/`);
  });
  const all = parse<Row>(text, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  const columns = Object.keys(all[0] ?? {});
  for (const column of ['file', 'split']) {
    if (!columns.includes(column)) throw new LayoutError(`${path}: the column '${column}' is missing or the file is empty`);
  }
  const rows = all.filter((row) => split === 'all' || row.split === split);
  if (rows.length > 0) return { rows, columns };
  const splits = [...new Set(all.map((row) => row.split))].sort();
  throw new LayoutError(`${path}: no row has split '${split}'; it knows ${splits.join(', ')}, and --split all takes every row`);
}

function imageOf(folder: string, row: Row): string {
  const path = join(folder, 'images', row.file!);
  if (!existsSync(path)) throw new LayoutError(`${path} is listed in labels.csv and does not exist`);
  return path;
}

function labelOf(folder: string, row: Row, attribute: string): number {
  const text = row[attribute] ?? '';
  if (text === '0' || text === '1') return Number(text);
  // CelebA's own list writes "no" as −1; here −1 is a gap, as it is in training.
  if (text === '' || text === '-1') return UNKNOWN;
  throw new LayoutError(`${folder}/labels.csv: ${row.file} has '${text}' for ${attribute}; expected 0, 1 or nothing`);
}
