import type { BoxXyxyPx } from '@vitrine/models';

/** A photo of `SAMPLE_PHOTOS` with the faces that are in it, in pixels of the photo; marked once and looked at. */
export interface MarkedPhoto {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly faces: readonly BoxXyxyPx[];
}

/** In the order of `SAMPLE_PHOTOS`: 22 faces. */
export const MARKED_PHOTOS: readonly MarkedPhoto[] = [
  {
    widthPx: 1920,
    heightPx: 1280,
    faces: [
      [418, 356, 596, 597],
      [841, 427, 1037, 662],
      [1473, 225, 1692, 443],
    ],
  },
  {
    widthPx: 1920,
    heightPx: 1367,
    faces: [
      [368, 139, 536, 435],
      [888, 236, 1074, 454],
      [1447, 158, 1648, 393],
    ],
  },
  {
    widthPx: 1920,
    heightPx: 1350,
    faces: [
      [590, 325, 794, 608],
      [1072, 201, 1303, 523],
      [1487, 289, 1689, 573],
    ],
  },
  {
    widthPx: 1920,
    heightPx: 1448,
    faces: [
      [260, 208, 425, 441],
      [659, 81, 851, 309],
      [988, 174, 1166, 429],
      [1275, 158, 1437, 399],
    ],
  },
  {
    widthPx: 1920,
    heightPx: 1398,
    faces: [
      [376, 880, 568, 1166],
      [597, 428, 767, 667],
      [783, 114, 953, 333],
      [1110, 200, 1284, 434],
      [1407, 392, 1601, 672],
    ],
  },
  {
    widthPx: 1920,
    heightPx: 1537,
    faces: [
      [248, 498, 463, 767],
      [668, 330, 862, 631],
      [1166, 310, 1376, 591],
      [1479, 263, 1706, 571],
    ],
  },
];
