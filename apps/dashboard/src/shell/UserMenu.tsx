import { useState } from 'react';
import { useAccess } from '../session/access.js';
import { Icon } from '../ui/Icon.js';
import { Menu, MenuItem } from '../ui/Menu.js';
import { LOCALE_NAMES, LOCALES, locale, t } from '../words/t.js';
import { PasswordDialog } from './PasswordDialog.js';
import { usePreferences } from './preferences.js';

export function UserMenu() {
  const { me, signOut } = useAccess();
  const { theme, setTheme, chooseLocale } = usePreferences();
  const [changesPassword, setChangesPassword] = useState(false);
  const other = LOCALES.find((candidate) => candidate !== locale())!;
  return (
    <>
      <Menu
        trigger={
          <button type="button" className="rail-button" title={me.name}>
            <Icon name="user" />
            <span className="rail-text">{me.name}</span>
          </button>
        }
      >
        <MenuItem onSelect={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
          {theme === 'dark' ? t('Light') : t('Dark')}
        </MenuItem>
        <MenuItem onSelect={() => chooseLocale(other)}>
          <span className="menu-tick" aria-hidden="true" />
          <span lang={other}>{LOCALE_NAMES[other]}</span>
        </MenuItem>
        {me.kind === 'session' && (
          <MenuItem onSelect={() => setChangesPassword(true)}>
            <span className="menu-tick" aria-hidden="true" />
            {t('Change password …')}
          </MenuItem>
        )}
        <MenuItem onSelect={signOut}>
          <span className="menu-tick" aria-hidden="true" />
          {t('Sign out')}
        </MenuItem>
      </Menu>
      {changesPassword && <PasswordDialog onClose={() => setChangesPassword(false)} />}
    </>
  );
}
