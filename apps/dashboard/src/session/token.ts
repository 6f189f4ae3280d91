/** The token's way into the page: once by the address, then kept for this tab only. */

const STORAGE_KEY = 'vitrine.token';

/** @param hash the address's fragment, such as `#token=…`; @returns the token, or null when there is none */
export function tokenFromFragment(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') || null;
}

/** Takes the token out of the address bar, so that it is not shown, bookmarked or shared, and remembers it for this tab. */
export function takeToken(location: Location, history: History, storage: Storage): string | null {
  const fresh = tokenFromFragment(location.hash);
  if (fresh === null) return storage.getItem(STORAGE_KEY);
  history.replaceState(null, '', location.pathname + location.search);
  keepToken(storage, fresh);
  return fresh;
}

export function keepToken(storage: Storage, token: string): void {
  storage.setItem(STORAGE_KEY, token);
}

export function forgetToken(storage: Storage): void {
  storage.removeItem(STORAGE_KEY);
}
