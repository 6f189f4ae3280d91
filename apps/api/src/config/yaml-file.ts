import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError } from './config-error.js';

export type FieldPath = readonly PropertyKey[];

/** A YAML file's content that still knows on which line each field stands. */
export interface YamlFile {
  readonly path: string;
  /** Null when the file is empty. */
  readonly content: unknown;
  /** @returns the field's line from 1, or null when the file does not have it */
  lineOf(field: FieldPath): number | null;
}

/** @throws ConfigError when the file cannot be read or is not YAML */
export function readYamlFile(path: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const cause = `is not YAML: ${error.message.split('\n')[0]!.replace(/ at line .*$/, '')}`;
    throw new ConfigError([
      { file: path, line, field: '', cause, hint: 'check the indentation, the colons and the quotes around this line' },
    ]);
  }
  return {
    path,
    content: document.toJS() as unknown,
    lineOf: (field) => lineOf(document, lines, field),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const cause = `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
    throw new ConfigError([
      { file: path, line: null, field: '', cause, hint: 'check the path in VITRINE_CONFIG and the file’s permissions' },
    ]);
  }
}

function lineOf(document: Document, lines: LineCounter, field: FieldPath): number | null {
  const node = document.getIn(field, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
}
