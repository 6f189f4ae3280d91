import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ClientError } from '@vitrine/client';
import { Fragment, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { basePath } from './session/base-path.js';
import type { Brought } from './session/fragment.js';
import { Gate } from './session/Gate.js';
import { keepLocale, keepTheme, PreferencesContext, preferredTheme, showTheme, type Theme } from './shell/preferences.js';
import { Shell } from './shell/Shell.js';
import { locale, setLanguage, type Locale } from './words/t.js';

const TRIES = 2;

/** Questions that the service has answered with no are not asked again; those it did not answer are, twice. */
function makeQueries(): QueryClient {
  const retry = (failures: number, error: Error) => error instanceof ClientError && error.status === 0 && failures < TRIES;
  return new QueryClient({
    defaultOptions: { queries: { retry, staleTime: 10_000, gcTime: 120_000, refetchOnWindowFocus: false } },
  });
}

export function App({ brought }: { readonly brought: Brought }) {
  const [queries] = useState(makeQueries);
  const [theme, setTheme] = useState<Theme>(preferredTheme);
  const [shownLocale, setShownLocale] = useState<Locale>(locale);

  const preferences = useMemo(
    () => ({
      theme,
      setTheme: (chosen: Theme) => {
        keepTheme(chosen);
        showTheme(chosen);
        setTheme(chosen);
      },
      chooseLocale: (chosen: Locale) => {
        keepLocale(chosen);
        void setLanguage(chosen).then(() => setShownLocale(chosen));
      },
    }),
    [theme],
  );

  return (
    <PreferencesContext value={preferences}>
      <QueryClientProvider client={queries}>
        <Router base={basePath()}>
          {/* Every sentence is another one in another language, so the page begins anew. */}
          <Fragment key={shownLocale}>
            <Gate brought={brought}>
              <Shell />
            </Gate>
          </Fragment>
        </Router>
      </QueryClientProvider>
    </PreferencesContext>
  );
}
