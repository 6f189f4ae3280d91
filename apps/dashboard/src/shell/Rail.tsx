import { Link, useLocation } from 'wouter';
import { useAccess } from '../session/access.js';
import { Icon } from '../ui/Icon.js';
import { t } from '../words/t.js';
import { EventsButton } from './EventsButton.js';
import { Logo } from './Logo.js';
import { pagesOf } from './pages.js';
import { SiteClock } from './SiteClock.js';
import { UserMenu } from './UserMenu.js';
import './rail.css';

export function Rail() {
  const { me } = useAccess();
  const [location] = useLocation();
  return (
    <nav className="rail" aria-label={t('Pages')}>
      <div className="rail-brand">
        <Logo />
        <span className="rail-text rail-name">Vitrine</span>
      </div>
      <ul className="rail-pages">
        {pagesOf(me).map(({ path, icon, title }) => (
          <li key={path}>
            <Link className="rail-link" href={path} aria-current={location.startsWith(path) ? 'page' : undefined}>
              <Icon name={icon} />
              <span className="rail-text">{title()}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <SiteClock />
        <EventsButton />
        <UserMenu />
      </div>
    </nav>
  );
}
