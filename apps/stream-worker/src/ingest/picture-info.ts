/** What `showinfo` says of one picture before its bytes are written. */
export interface PictureInfo {
  readonly widthPx: number;
  readonly heightPx: number;
  /** UTC epoch ms, where time stamps are times of arrival. */
  readonly atMs: number;
}

const PICTURE = /^\[Parsed_showinfo_\d+ @ 0x[0-9a-f]+\] \[info\] n: *\d+ pts: *(-?\d+|NOPTS) .* s:(\d+)x(\d+) /;
const TIME_BASE = /^\[Parsed_showinfo_\d+ @ 0x[0-9a-f]+\] \[info\] config in time_base: (\d+)\/(\d+)/;

/** Reads the filter's lines; a camera's own words carry another prefix and cannot pass for them. */
export class PictureInfoReader {
  #tickMs = NaN;

  /** @returns null for every other line */
  read(line: string): PictureInfo | null {
    const timeBase = TIME_BASE.exec(line);
    if (timeBase) this.#tickMs = (1000 * Number(timeBase[1])) / Number(timeBase[2]);
    const picture = PICTURE.exec(line);
    if (!picture) return null;
    return { atMs: Number(picture[1]) * this.#tickMs, widthPx: Number(picture[2]), heightPx: Number(picture[3]) };
  }
}
