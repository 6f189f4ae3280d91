/** Pixels of the picture that one cell of the coarsest output covers. */
const CELL_PX = 32;

/**
 * The picture a detector looks at: shaped like the camera's, its longer side `longSidePx`, the other rounded to whole cells. At most half a
 * cell is squeezed (640×360 becomes 640×352), which spares the rows of black that padding would cost.
 */
export function pictureSize(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  longSidePx: number,
): { widthPx: number; heightPx: number } {
  const scale = longSidePx / Math.max(widthPx, heightPx);
  const whole = (sidePx: number): number => Math.max(1, Math.round((sidePx * scale) / CELL_PX)) * CELL_PX;
  return { widthPx: whole(widthPx), heightPx: whole(heightPx) };
}
