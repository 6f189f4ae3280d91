/**
 * Variance of the 4-neighbour Laplacian of a grey picture: the usual focus measure (Pech-Pacheco et al., 2000). It depends on the
 * picture's size, so compare only crops of one size.
 *
 * @param grey [heightPx,widthPx], levels 0–255
 * @returns grey levels², 0 for a flat picture
 */
export function laplacianVariance(grey: ArrayLike<number>, widthPx: number, heightPx: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      const value = grey[i - 1]! + grey[i + 1]! + grey[i - widthPx]! + grey[i + widthPx]! - 4 * grey[i]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, (widthPx - 2) * (heightPx - 2));
  return Math.max(0, squares / count - (sum / count) ** 2);
}
