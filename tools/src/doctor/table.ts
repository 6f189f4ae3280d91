import type { Finding, Verdict } from './finding.js';

const SIGNS: Readonly<Record<Verdict, string>> = { well: 'ok', poor: 'note', wrong: 'WRONG' };

/** @returns the findings as a table, the remedies below those that need one */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .flatMap(({ what, verdict, found, remedy }) => [
      `${SIGNS[verdict].padEnd(5)}  ${what.padEnd(width)}  ${found}`,
      ...(remedy === undefined ? [] : [`${' '.repeat(7 + width + 2)}→ ${remedy}`]),
    ])
    .join('\n');
}
