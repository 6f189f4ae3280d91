import { Suspense, useEffect, useState, type MouseEvent } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useAccess } from '../session/access.js';
import { openFeed, type Feed } from '../store/feed.js';
import { LiveStore } from '../store/live-store.js';
import { LiveContext } from '../store/use-live.js';
import { Loading } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { FeedContext } from './feed-context.js';
import { useKiosk } from './kiosk.js';
import { NightlyReload } from './NightlyReload.js';
import { NotFound } from './NotFound.js';
import { PAGES, pagesOf } from './pages.js';
import { CourseRecorder } from '../system/CourseRecorder.js';
import { Rail } from './Rail.js';
import { StaleNotice } from './StaleNotice.js';
import './shell.css';

/** Rail and page, over one live connection that lasts as long as somebody is signed in. */
export function Shell() {
  const { client, me, signOut } = useAccess();
  const [store] = useState(() => new LiveStore(Date.now(), (callback) => requestAnimationFrame(callback)));
  const [feed, setFeed] = useState<Feed | null>(null);
  const isKiosk = useKiosk();

  useEffect(() => {
    const opened = openFeed({ client, me, store, onRefused: signOut });
    setFeed(opened);
    return () => opened.close();
  }, [client, me, store, signOut]);

  return (
    <LiveContext value={store}>
      <FeedContext value={feed}>
        <SkipLink />
        <div className="shell" data-kiosk={isKiosk}>
          {!isKiosk && <Rail />}
          <div className="shell-page">
            <StaleNotice />
            <main id="main" tabIndex={-1}>
              <Suspense fallback={<Loading label={t('Loading …')} />}>
                <Pages />
              </Suspense>
            </main>
          </div>
        </div>
        <NightlyReload />
        <CourseRecorder />
      </FeedContext>
    </LiveContext>
  );
}

/** The document's base would make a plain link to `#main` load another page. */
function SkipLink() {
  function skip(event: MouseEvent): void {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }
  return (
    <a className="skip-link" href="#main" onClick={skip}>
      {t('Skip to the page')}
    </a>
  );
}

function Pages() {
  const { me } = useAccess();
  const allowed = pagesOf(me);
  useTitle();
  return (
    <Switch>
      <Route path="/">
        <Redirect to={me.view ?? allowed[0]?.path ?? '/privacy'} replace />
      </Route>
      {allowed.map(({ path, Page }) => (
        <Route key={path} path={`${path}/*?`} component={Page} />
      ))}
      <Route>{me.view === null || allowed.length === 0 ? <NotFound /> : <Redirect to={me.view} replace />}</Route>
    </Switch>
  );
}

function useTitle(): void {
  const [location] = useLocation();
  useEffect(() => {
    const page = PAGES.find(({ path }) => location.startsWith(path));
    document.title = page ? `${page.title()} · Vitrine` : 'Vitrine';
  }, [location]);
}
