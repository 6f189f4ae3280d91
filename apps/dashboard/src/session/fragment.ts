/** What a link may bring along, once: a token, the code of the first admin's link, or that of a wall screen. */
export interface Brought {
  readonly token: string | null;
  readonly firstAdminCode: string | null;
  readonly displayCode: string | null;
}

const STORAGE_KEY = 'vitrine.token';

/** @param hash the address's fragment, such as `#token=…` */
export function readFragment(hash: string): Brought {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    token: given.get('token') || null,
    firstAdminCode: given.get('first-admin') || null,
    displayCode: given.get('display') || null,
  };
}

/** Takes secrets out of the address bar, so that they are not shown, bookmarked or shared; a token is remembered for this tab. */
export function takeFragment(location: Location, history: History, storage: Storage): Brought {
  const brought = readFragment(location.hash);
  if (Object.values(brought).some((value) => value !== null)) {
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  if (brought.token !== null) storage.setItem(STORAGE_KEY, brought.token);
  return { ...brought, token: brought.token ?? storage.getItem(STORAGE_KEY) };
}

export function keepToken(token: string): void {
  sessionStorage.setItem(STORAGE_KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}
