import { Link, useLocation } from 'wouter';
import { Empty } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { PAGES } from './pages.js';

export function NotFound() {
  const [location] = useLocation();
  const exists = PAGES.some(({ path }) => location.startsWith(path));
  return (
    <div className="page">
      <h1>{exists ? t('Not for this account') : t('There is no such page')}</h1>
      <Empty title={exists ? t('Your account may not see this page. Ask an admin.') : t('Perhaps the address was mistyped.')}>
        <Link className="button" href="/">
          {t('To the first page')}
        </Link>
      </Empty>
    </div>
  );
}
