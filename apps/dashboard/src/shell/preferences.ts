import { createContext, use } from 'react';
import { localeOf, LOCALES, type Locale } from '../words/t.js';

export type Theme = 'light' | 'dark';

export interface Preferences {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly chooseLocale: (locale: Locale) => void;
}

export const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  return use(PreferencesContext)!;
}

const THEME_KEY = 'vitrine.theme';
const LOCALE_KEY = 'vitrine.locale';

/** As chosen in this browser before, else as its system is set. */
export function preferredTheme(): Theme {
  const chosen = localStorage.getItem(THEME_KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(THEME_KEY, theme);
}

export function showTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

export function preferredLocale(): Locale {
  const chosen = localStorage.getItem(LOCALE_KEY) as Locale | null;
  return chosen !== null && LOCALES.includes(chosen) ? chosen : localeOf(navigator.languages);
}

export function keepLocale(locale: Locale): void {
  localStorage.setItem(LOCALE_KEY, locale);
}
