/** u8[H,W,3], rows top to bottom, RGB. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

export function blackImage(widthPx: number, heightPx: number): RgbImage {
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3) };
}
