import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** The system's Chromium; `VITRINE_CHROMIUM` names another one. */
const CHROMIUM = process.env['VITRINE_CHROMIUM'] ?? '/usr/bin/chromium';

/** Nothing of the browser's own may go out: whatever leaves the machine then is the page's doing. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no browser and what to do; null when there is one. */
export function chromiumMissing(): string | null {
  return existsSync(CHROMIUM)
    ? null
    : `no Chromium at ${CHROMIUM}: apt-get install chromium, or set VITRINE_CHROMIUM to its path`;
}

/** A headless browser with an empty profile. @throws Error when there is none */
export async function launchChromium(): Promise<Browser> {
  const missing = chromiumMissing();
  if (missing !== null) throw new Error(missing);
  // Loaded on demand, since most who import this package need no browser.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}
