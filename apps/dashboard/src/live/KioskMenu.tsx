import { useState } from 'react';
import { useLocation } from 'wouter';
import { useCan } from '../session/access.js';
import { IconButton } from '../ui/Button.js';
import { Menu, MenuItem } from '../ui/Menu.js';
import { t } from '../words/t.js';
import { DisplayDialog } from './DisplayDialog.js';

/** The wall screen: as a view of one's own, or as a link for a screen that nobody signs in at. */
export function KioskMenu() {
  const [, navigate] = useLocation();
  const canCreate = useCan('users:write');
  const [isMaking, setMaking] = useState(false);
  return (
    <>
      <Menu trigger={<IconButton icon="screen" label={t('Wall screen')} />}>
        <MenuItem onSelect={() => navigate('/live?kiosk')}>{t('Show it here')}</MenuItem>
        {canCreate && <MenuItem onSelect={() => setMaking(true)}>{t('Link for a screen …')}</MenuItem>}
      </Menu>
      {isMaking && <DisplayDialog onClose={() => setMaking(false)} />}
    </>
  );
}
