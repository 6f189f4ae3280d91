import { useEffect } from 'react';
import { useLive } from '../store/use-live.js';
import { isoDay } from '../words/format.js';

const QUIET_MS = 30 * 60_000;
const CHECK_EVERY_MS = 10 * 60_000;
const HOUR_OF_RELOAD = 4;

/** @returns whether a page opened at `openedMs` and last touched at `touchedMs` is loaded anew at `nowMs` */
export function isReloadDue(openedMs: number, touchedMs: number, nowMs: number, hourOfSite: number): boolean {
  return isoDay(openedMs) !== isoDay(nowMs) && nowMs - touchedMs > QUIET_MS && hourOfSite === HOUR_OF_RELOAD;
}

/** A page that stays open for weeks is loaded anew each night, when nobody touches it and the service is there. */
export function NightlyReload() {
  const isOpen = useLive(({ connection }) => connection.phase === 'open');
  const zone = useLive(({ site }) => site?.timeZone);

  useEffect(() => {
    const openedMs = Date.now();
    let touchedMs = openedMs;
    const touch = () => (touchedMs = Date.now());
    const timer = setInterval(() => {
      const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format());
      if (isOpen && isReloadDue(openedMs, touchedMs, Date.now(), hour)) location.reload();
    }, CHECK_EVERY_MS);
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch);
    return () => {
      clearInterval(timer);
      for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, touch);
    };
  }, [isOpen, zone]);

  return null;
}
