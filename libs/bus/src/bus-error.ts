/** The bus cannot be used. The message names the server without its credentials, the cause and the remedy. */
export class BusError extends Error {
  override readonly name = 'BusError';
}
