/**
 * The PostgreSQL driver writes what it has gathered a moment later, and stumbles when its connection was lost meanwhile. Whoever waits for
 * the answer hears of the lost connection; nothing else is touched.
 */
export function isLostDatabaseSocket({
  name,
  stack = '',
}: {
  readonly name: string;
  readonly stack?: string | undefined;
}): boolean {
  return name === 'TypeError' && /postgres\/.*connection\.js/.test(stack);
}
