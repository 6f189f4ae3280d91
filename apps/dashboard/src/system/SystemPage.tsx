import { useLocation } from 'wouter';
import { useCan } from '../session/access.js';
import { Segmented } from '../ui/Segmented.js';
import { t } from '../words/t.js';
import { Accounts } from './Accounts.js';
import { Audit } from './Audit.js';
import { Machine } from './Machine.js';
import { Screens } from './Screens.js';
import { Tokens } from './Tokens.js';
import './system.css';

const PARTS = ['machine', 'users', 'tokens', 'screens', 'audit'] as const;
type Part = (typeof PARTS)[number];

const PART_WORDS: Record<Part, () => string> = {
  machine: () => t('Machine'),
  users: () => t('Users'),
  tokens: () => t('Tokens'),
  screens: () => t('Sessions'),
  audit: () => t('Audit log'),
};

/** What it runs on and how it fares; who may do what; who did what. */
export function SystemPage() {
  const [location, navigate] = useLocation();
  const mayManage = useCan('users:write');
  const part = PARTS.find((name) => location === `/system/${name}`) ?? 'machine';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('System')}</h1>
        {mayManage && (
          <Segmented
            label={t('Part of the system')}
            value={part}
            options={PARTS.map((value) => ({ value, text: PART_WORDS[value]() }))}
            onChange={(value) => navigate(value === 'machine' ? '/system' : `/system/${value}`)}
          />
        )}
      </header>
      <Shown part={mayManage ? part : 'machine'} />
    </div>
  );
}

function Shown({ part }: { readonly part: Part }) {
  switch (part) {
    case 'machine':
      return <Machine />;
    case 'users':
      return <Accounts />;
    case 'tokens':
      return <Tokens />;
    case 'screens':
      return <Screens />;
    case 'audit':
      return <Audit />;
  }
}
