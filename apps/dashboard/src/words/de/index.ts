import { ATTRIBUTES } from './attributes.js';
import { CAMERAS } from './cameras.js';
import { HISTORY } from './history.js';
import { LIVE } from './live.js';
import { PRIVACY } from './privacy.js';
import { SHELL } from './shell.js';
import { SYSTEM } from './system.js';

/** German, from English. */
export const GERMAN: Record<string, string> = { ...SHELL, ...LIVE, ...HISTORY, ...CAMERAS, ...PRIVACY, ...SYSTEM, ...ATTRIBUTES };
