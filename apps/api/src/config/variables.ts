import type { FieldPath } from './yaml-file.js';

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;

/** A variable that the configuration names and the environment has not. */
export interface MissingVariable {
  readonly path: FieldPath;
  readonly name: string;
}

/**
 * Puts the environment's values where `${NAME}` stands, so that passwords need not lie in the file. Within an address a value is
 * percent-encoded, since it may hold anything; an address that is nothing but a variable is taken as it is.
 */
export function fillVariables(content: unknown, variables: NodeJS.ProcessEnv): { filled: unknown; missing: MissingVariable[] } {
  const missing: MissingVariable[] = [];
  const fill = (value: unknown, path: FieldPath): unknown => {
    if (typeof value === 'string') return fillText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, [...path, key])]));
  };
  const fillText = (text: string, path: FieldPath): string =>
    text.replace(VARIABLE, (written: string, name: string) => {
      const value = variables[name];
      if (value === undefined) missing.push({ path, name });
      return path.at(-1) === 'url' && text !== written ? encodeURIComponent(value ?? '') : (value ?? '');
    });
  return { filled: fill(content, []), missing };
}
