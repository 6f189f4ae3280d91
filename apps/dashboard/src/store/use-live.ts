import { createContext, use, useRef, useSyncExternalStore } from 'react';
import type { LiveStore } from './live-store.js';
import type { LiveState } from './state.js';

export const LiveContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = use(LiveContext);
  if (store === null) throw new Error('there is no live store outside of the shell');
  return store;
}

/** @param select what the component shows. It is rendered again only when that is another value, or other items of a list. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const store = useLiveStore();
  const last = useRef<{ readonly value: T } | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const value = select(store.snapshot());
    if (last.current !== null && isAlike(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  });
}

function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** Epoch ms, in whole seconds: nothing that is written changes more often. */
export function useNowMs(): number {
  return useLive(({ nowMs }) => nowMs - (nowMs % 1_000));
}
