export interface Area {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface WallPlan {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidthPx: number;
  /** Tiles of one page. */
  readonly perPage: number;
  readonly fillsWidth: boolean;
}

const RATIO = 16 / 9;
export const WALL_GAP_PX = 8;
/** Narrower, a tile could not say how its camera is. */
const MIN_TILE_WIDTH_PX = 190;
/** A wall that ends at the page’s edge looks better than slightly larger tiles beside a gap. */
const FULL_WIDTH_WORTH = 1.08;
/** No one watches more at once. */
const MAX_SIDE = 6;

/** The largest 16:9 tiles that fill the area without letterbox; more than fit go on further pages. */
export function packWall({ widthPx, heightPx }: Area, tiles: number): WallPlan {
  const plans: WallPlan[] = [];
  for (let columns = 1; columns <= MAX_SIDE; columns += 1) {
    for (let rows = 1; rows <= MAX_SIDE; rows += 1) {
      const byWidth = (widthPx - (columns - 1) * WALL_GAP_PX) / columns;
      const byHeight = ((heightPx - (rows - 1) * WALL_GAP_PX) / rows) * RATIO;
      plans.push({
        columns,
        rows,
        tileWidthPx: Math.floor(Math.min(byWidth, byHeight)),
        perPage: columns * rows,
        fillsWidth: byWidth <= byHeight,
      });
    }
  }
  const legible = plans.filter(({ tileWidthPx, columns }) => tileWidthPx >= MIN_TILE_WIDTH_PX || columns === 1);
  const holdsAll = legible.filter(({ perPage }) => perPage >= tiles);
  // With everything on one page the widest tiles win; else the page that holds most, and of those the widest.
  return holdsAll.length > 0
    ? best(holdsAll, ({ tileWidthPx, fillsWidth }) => tileWidthPx * (fillsWidth ? FULL_WIDTH_WORTH : 1))
    : best(legible, (plan) => plan.perPage * 1e4 + plan.tileWidthPx);
}

function best(plans: readonly WallPlan[], worth: (plan: WallPlan) => number): WallPlan {
  return plans.reduce((first, second) => (worth(second) > worth(first) ? second : first));
}
