import type { ServiceStatus } from '@vitrine/contracts';
import type { Connection } from '../store/state.js';
import { count } from '../words/units.js';
import { Clock } from './Clock.js';
import { Logo } from './Logo.js';
import { Pill } from './Pill.js';
import { describeConnection, describeWorker } from './describe-service.js';

export interface HeaderProps {
  readonly connection: Connection;
  readonly service: ServiceStatus | null;
  readonly nowMs: number;
  /** The site's IANA zone, once known. */
  readonly zone: string | undefined;
  readonly onAddCamera: () => void;
  readonly onSignOut: () => void;
}

export function Header({ connection, service, nowMs, zone, onAddCamera, onSignOut }: HeaderProps) {
  return (
    <header className="header">
      <div className="brand">
        <Logo />
        <h1>Vitrine</h1>
      </div>
      <div className="pills">
        <Pill {...describeConnection(connection, nowMs)} />
        <Pill {...describeWorker(connection.phase === 'waiting' ? null : service)} />
        {connection.skipped > 0 && (
          <Pill
            tone="warn"
            text={`${count(connection.skipped)} skipped`}
            title="Messages the service left out because this screen was too slow to take them"
          />
        )}
      </div>
      <div className="header-end">
        <button className="button" type="button" onClick={onAddCamera}>
          Add camera
        </button>
        <button className="button quiet" type="button" onClick={onSignOut}>
          Sign out
        </button>
        <Clock nowMs={nowMs} zone={zone} />
      </div>
    </header>
  );
}
