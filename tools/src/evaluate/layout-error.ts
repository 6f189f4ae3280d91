/** A folder is not what its layout promises. The message names the path and the remedy. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}
