import type { CameraSources } from '@vitrine/contracts';
import { NetworkRules } from './reach/network-rules.js';
import { StartGate } from './start-gate.js';

/** Each start probes, decodes from a key frame on and allocates; many at once would starve the cameras that are live. */
const STARTS_AT_ONCE = 3;
const LONGEST_START_MS = 4_000;
/** Names are resolved and hosts dialled without a process, so more of these may wait for hosts that are away. */
const KNOCKS_AT_ONCE = 32;
const LONGEST_KNOCK_MS = 15_000;

/** What all sources of a worker share: where they may go, and whose turn it is. */
export interface SourceAccess {
  readonly rules: NetworkRules;
  readonly folders: readonly string[];
  readonly knocks: StartGate;
  readonly starts: StartGate;
}

export function createSourceAccess(sources: CameraSources): SourceAccess {
  return {
    rules: new NetworkRules(sources),
    folders: sources.folders,
    knocks: new StartGate(KNOCKS_AT_ONCE, LONGEST_KNOCK_MS),
    starts: new StartGate(STARTS_AT_ONCE, LONGEST_START_MS),
  };
}
