import { createContext, use } from 'react';
import type { Feed } from '../store/feed.js';

export const FeedContext = createContext<Feed | null>(null);

/** @returns asks for the cameras again, after one was changed from this page */
export function useRefresh(): () => void {
  const feed = use(FeedContext);
  return () => feed?.refresh();
}
