import type { ExportFormat, Row } from '@vitrine/contracts';
import { stringify } from 'csv-stringify/sync';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** What rows become in one format. Rows may come in any number of pieces; only one piece is in memory at a time. */
export interface RowEncoder {
  /** @returns the bytes that follow */
  rows(rows: readonly Row[]): Uint8Array;
  /** @returns the last bytes. @param meta of the answer; only JSON has a place for it */
  end(meta: object): Uint8Array;
}

export const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
} as const satisfies Record<ExportFormat, string>;

/** @param columns of every row, in order */
export function rowEncoder(format: ExportFormat, columns: readonly string[]): RowEncoder {
  return { json: jsonEncoder, csv: csvEncoder, parquet: parquetEncoder }[format](columns);
}

function jsonEncoder(): RowEncoder {
  let isFirst = true;
  return {
    rows: (rows) => {
      const text = rows.map((row) => JSON.stringify(row)).join(',\n');
      const before = isFirst ? '{"rows":[\n' : rows.length > 0 ? ',\n' : '';
      isFirst = false;
      return Buffer.from(before + text);
    },
    end: (meta) => Buffer.from(`${isFirst ? '{"rows":[' : ''}\n],"meta":${JSON.stringify(meta)}}\n`),
  };
}

/** RFC 4180, UTF-8 without a mark; nothing is an empty field, and a name that a spreadsheet would take for a formula is quoted. */
function csvEncoder(columns: readonly string[]): RowEncoder {
  let header = true;
  return {
    rows: (rows) => {
      const text = stringify(
        rows.map((row) => columns.map((column) => row[column])),
        { header, columns: [...columns], record_delimiter: '\r\n', escape_formulas: true, cast: { boolean: String } },
      );
      header = false;
      return Buffer.from(text);
    },
    end: () => Buffer.alloc(0),
  };
}

const WHOLE_NUMBERS = /^(visits|published|hourOfDay|women|men|genderUnknown)(_low|_high)?(_before)?$/;
const WORDS =
  /^(time|weekday|site|group|camera|cameraName|zone|gender|age|dwell|attribute|basisFrom|basisTo)(_before)?$|_reason(_before)?$/;

type ColumnType = 'STRING' | 'BOOLEAN' | 'INT32' | 'DOUBLE';

function typeOf(column: string): ColumnType {
  if (WORDS.test(column)) return 'STRING';
  if (column === 'estimated') return 'BOOLEAN';
  return WHOLE_NUMBERS.test(column) ? 'INT32' : 'DOUBLE';
}

/** One row group a piece. */
function parquetEncoder(columns: readonly string[]): RowEncoder {
  const writer = new ByteWriter();
  const fields = columns.map((name) => {
    const type = typeOf(name);
    const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
    return { name, repetition_type: 'OPTIONAL', ...(type === 'STRING' ? text : { type }) } as const;
  });
  const parquet = new ParquetWriter({ writer, schema: [{ name: 'rows', num_children: columns.length }, ...fields] });
  const written = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    // The writer goes on counting its offset; only its buffer is used again.
    writer.index = 0;
    return bytes;
  };
  return {
    rows: (rows) => {
      const columnData = columns.map((name) => ({ name, data: rows.map((row) => row[name] ?? null), type: typeOf(name) }));
      if (rows.length > 0) void parquet.write({ columnData, rowGroupSize: rows.length });
      return written();
    },
    end: () => {
      void parquet.finish();
      return written();
    },
  };
}
