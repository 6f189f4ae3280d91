import { parse } from 'csv-parse/browser/esm/sync';
import { t } from '../words/t.js';
import { cameraFormSchema, NEW_CAMERA, type CameraForm } from './camera-form.js';

export interface ListedCamera {
  /** Of the file, from 1; the first is the head. */
  readonly line: number;
  readonly form: CameraForm;
  /** Why it cannot be added; null where it can. */
  readonly problem: string | null;
}

/** Reads a table of cameras: a head with the fields' names, commas or semicolons, as spreadsheets write them. */
export function readCameraList(text: string): ListedCamera[] {
  const delimiter = text.split('\n', 1)[0]!.includes(';') ? ';' : ',';
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      columns: (head: string[]) => head.map((name) => name.trim().toLowerCase()),
      delimiter,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch {
    return [{ line: 1, form: NEW_CAMERA, problem: t('This is not a table of comma-separated values.') }];
  }
  return records.map((record, index) => {
    const { name = '', url = '', user = '', password = '', fps = '' } = record;
    const form = { ...NEW_CAMERA, name, url, user, password, fps: fps === '' ? NEW_CAMERA.fps : Number(fps.replace(',', '.')) };
    const judged = cameraFormSchema().safeParse(form);
    const problem = judged.success ? null : judged.error.issues.map(({ message }) => message).join(' ');
    return { line: index + 2, form, problem };
  });
}
