/** The store cannot be opened, or takes no more. The message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    /** Path of the file, or the database's address without its password. */
    readonly file: string,
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}. ${remedy}`, options);
  }
}
