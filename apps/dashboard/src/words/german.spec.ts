import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ATTRIBUTE_GROUPS, ATTRIBUTE_WORDS } from './attribute-words.js';
import { GERMAN } from './de/index.js';
import { setLanguage, t } from './t.js';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));

/** Every sentence that the page's sources ask for. */
function sentences(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts') && !name.includes('words/de/'))
    .flatMap((name) => [...readFileSync(join(SOURCES, name), 'utf8').matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)])
    .map(([, sentence]) => sentence!.replaceAll("\\'", "'"));
}

it('has German words for every sentence and every attribute', () => {
  const asked = [...sentences(), ...ATTRIBUTE_WORDS.map(({ alone, words }) => alone ?? words), ...ATTRIBUTE_GROUPS];
  expect(asked.filter((sentence) => !(sentence in GERMAN))).toEqual([]);
  expect(asked.length).toBeGreaterThan(400);
});

it('keeps every value that a sentence is given', () => {
  const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort();
  const isSame = (english: string, german: string) => names(english).join() === names(german).join();
  const different = Object.entries(GERMAN).filter(([english, german]) => !isSame(english, german));
  expect(different).toEqual([]);
});

it('says many and one as each language does', async () => {
  const sentence = '{count, plural, one {# visit} other {# visits}}';
  expect([t(sentence, { count: 1 }), t(sentence, { count: 2 })]).toEqual(['1 visit', '2 visits']);
  (globalThis as { document?: unknown }).document = { documentElement: {} };
  await setLanguage('de');
  expect([t(sentence, { count: 1 }), t(sentence, { count: 2 })]).toEqual(['1 Besuch', '2 Besuche']);
  await setLanguage('en');
});
