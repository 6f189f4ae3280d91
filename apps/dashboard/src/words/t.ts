import { setupI18n, type Messages } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

/** English is written where it is used; other languages are catalogues from English, loaded when they are chosen. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
const compiled = new Map<string, ReturnType<typeof compileMessage>>();
/** Compiled once: the same few hundred sentences are asked for many times a second. */
i18n.setMessagesCompiler((message) => {
  const known = compiled.get(message) ?? compileMessage(message);
  compiled.set(message, known);
  return known;
});

const CATALOGUES: Record<Locale, () => Promise<Messages>> = {
  en: () => Promise.resolve({}),
  de: async () => (await import('./de/index.js')).GERMAN,
};

/** The sentence in the language that is set; an ICU message, such as `{count, plural, one {# visit} other {# visits}}`. */
export function t(message: string, values?: Record<string, string | number>): string {
  return i18n._(message, values);
}

export function locale(): Locale {
  return i18n.locale as Locale;
}

export async function setLanguage(wanted: Locale): Promise<void> {
  i18n.loadAndActivate({ locale: wanted, messages: await CATALOGUES[wanted]() });
  document.documentElement.lang = wanted;
}

/** @param languages as the browser prefers them */
export function localeOf(languages: readonly string[]): Locale {
  const known = languages.map((language) => language.slice(0, 2)).find((short) => LOCALES.includes(short as Locale));
  return (known as Locale | undefined) ?? 'en';
}
