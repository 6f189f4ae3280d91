import type { FieldPath } from './yaml-file.js';

type Settings = Record<string, unknown>;

/** @returns `below` with the settings of `above` over it: mappings are merged, everything else (lists too) is replaced */
export function mergeSettings(below: unknown, above: unknown): unknown {
  // A section without anything in it is one that is not there.
  if (above === null || above === undefined) return below;
  if (!isSettings(below) || !isSettings(above)) return above;
  const merged: Settings = { ...below };
  for (const [key, value] of Object.entries(above)) merged[key] = key in below ? mergeSettings(below[key], value) : value;
  return merged;
}

/**
 * @param known the same settings after parsing, in which every setting there is has a value
 * @returns settings that nothing reads, each with the name that was probably meant
 */
export function unknownSettings(given: unknown, known: unknown, path: FieldPath): { path: FieldPath; hint: string }[] {
  if (!isSettings(given) || !isSettings(known)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    if (key in known) return unknownSettings(value, known[key], [...path, key]);
    return [{ path: [...path, key], hint: hintForName(key, Object.keys(known)) }];
  });
}

/** @returns the name that was probably meant, or all there are */
export function hintForName(name: string, knownNames: readonly string[]): string {
  const nearest = knownNames.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))[0]!;
  if (editDistance(name, nearest) <= name.length / 2) return `did you mean \`${nearest}\``;
  return `here stand ${knownNames.map((known) => `\`${known}\``).join(', ')}`;
}

/** Levenshtein's distance, without regard to case. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const substitution = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
