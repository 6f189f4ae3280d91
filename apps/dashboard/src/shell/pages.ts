import type { Me, Scope } from '@vitrine/contracts';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { IconName } from '../ui/Icon.js';
import { t } from '../words/t.js';

export interface PageEntry {
  readonly path: string;
  readonly icon: IconName;
  readonly title: () => string;
  readonly needs: Scope;
  readonly Page: LazyExoticComponent<ComponentType>;
}

/** The rail, in its order. Each page is loaded when it is first opened. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/live',
    icon: 'live',
    title: () => t('Live'),
    needs: 'live:read',
    Page: lazy(async () => ({ default: (await import('../live/LivePage.js')).LivePage })),
  },
  {
    path: '/history',
    icon: 'history',
    title: () => t('History'),
    needs: 'stats:read',
    Page: lazy(async () => ({ default: (await import('../history/HistoryPage.js')).HistoryPage })),
  },
  {
    path: '/cameras',
    icon: 'cameras',
    title: () => t('Cameras'),
    needs: 'cameras:read',
    Page: lazy(async () => ({ default: (await import('../cameras/CamerasPage.js')).CamerasPage })),
  },
  {
    path: '/privacy',
    icon: 'privacy',
    title: () => t('Privacy'),
    needs: 'stats:read',
    Page: lazy(async () => ({ default: (await import('../privacy/PrivacyPage.js')).PrivacyPage })),
  },
  {
    path: '/system',
    icon: 'system',
    title: () => t('System'),
    needs: 'system:read',
    Page: lazy(async () => ({ default: (await import('../system/SystemPage.js')).SystemPage })),
  },
];

/** The pages of somebody: those that their scopes open; a wall screen has the one that its link was made for. */
export function pagesOf({ scopes, view }: Pick<Me, 'scopes' | 'view'>): readonly PageEntry[] {
  return PAGES.filter(({ needs, path }) => scopes.includes(needs) && (view === null || pathOf(view) === path));
}

/** @param view an address within the dashboard, such as `/live?kiosk` */
const pathOf = (view: string) => `/${view.split(/[/?#]/)[1]}`;
