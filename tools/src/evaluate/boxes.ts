import type { PictureBox } from '@vitrine/metrics';
import type { RgbImage } from '@vitrine/models';
import { parse } from 'csv-parse/sync';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readImage } from './crops.js';
import { LayoutError } from './layout-error.js';

const COLUMNS = ['file', 'orig_w', 'orig_h', 'x416', 'y416', 'w416', 'h416'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** A picture of a crowd with the faces that people marked, boxes as shares of its sides. */
export interface MarkedPicture {
  readonly path: string;
  readonly aspect: number;
  readonly boxes: readonly PictureBox[];
}

/** Side of the stretched picture that the boxes are written for. */
const STRETCHED_PX = 416;

/**
 * `boxes.csv` (one marked face a row) and `images/`, as wider_faces has: pictures stretched to a square, with the size they once had.
 *
 * @throws LayoutError
 */
export async function readMarkedPictures(folder: string): Promise<MarkedPicture[]> {
  const path = join(folder, 'boxes.csv');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new LayoutError(`${path} cannot be read; point --data at a folder with boxes.csv and images/`);
  });
  const rows = parse<Row>(text, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  for (const column of COLUMNS) {
    if (rows[0]?.[column] === undefined) throw new LayoutError(`${path}: the column '${column}' is missing or the file is empty`);
  }
  const files = [...new Set(rows.map(({ file }) => file))];
  return files.map((file) => {
    const own = rows.filter((row) => row.file === file);
    const image = join(folder, 'images', file);
    if (!existsSync(image)) throw new LayoutError(`${image} is listed in boxes.csv and does not exist`);
    return {
      path: image,
      aspect: numberOf(path, own[0]!, 'orig_w') / numberOf(path, own[0]!, 'orig_h'),
      boxes: own.map((row) => boxOf(path, row)),
    };
  });
}

/** The picture in the shape it once had, its longer side `longSidePx`, and its boxes in the same pixels. */
export async function unstretched(picture: MarkedPicture, longSidePx: number): Promise<{ image: RgbImage; boxes: PictureBox[] }> {
  const { path, aspect, boxes } = picture;
  const width = Math.round(Math.min(longSidePx, longSidePx * aspect));
  const height = Math.round(Math.min(longSidePx, longSidePx / aspect));
  const image = await readImage(path, { width, height });
  return { image, boxes: boxes.map(([x0, y0, x1, y1]) => [x0 * width, y0 * height, x1 * width, y1 * height]) };
}

function boxOf(path: string, row: Row): PictureBox {
  const [x, y, w, h] = (['x416', 'y416', 'w416', 'h416'] as const).map((column) => numberOf(path, row, column) / STRETCHED_PX);
  return [x!, y!, x! + w!, y! + h!];
}

function numberOf(path: string, row: Row, column: (typeof COLUMNS)[number]): number {
  const value = Number(row[column]);
  if (row[column] !== '' && Number.isFinite(value)) return value;
  throw new LayoutError(`${path}: ${row.file} has '${row[column]}' for ${column}; expected a number`);
}
