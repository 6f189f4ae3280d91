import type { CameraView, PointXyNorm, Zone } from '@vitrine/contracts';

export type DrawingKind = 'area' | 'line' | 'mask';

/** Zones and masks while somebody draws: those that are kept, and the points of the one begun. */
export interface ZoneDraft {
  readonly zones: readonly Zone[];
  readonly mask: CameraView['mask'];
  readonly drawing: DrawingKind | null;
  readonly points: readonly PointXyNorm[];
  readonly isChanged: boolean;
}

export type ZoneAction =
  | { readonly kind: 'begin'; readonly drawing: DrawingKind }
  | { readonly kind: 'point'; readonly point: PointXyNorm }
  | { readonly kind: 'undo' }
  | { readonly kind: 'finish'; readonly name: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'remove-zone'; readonly id: string }
  | { readonly kind: 'remove-mask'; readonly index: number };

export const MIN_POINTS: Record<DrawingKind, number> = { area: 3, line: 2, mask: 3 };
const MAX_POINTS = 32;

export function draftOf({ zones, mask }: Pick<CameraView, 'zones' | 'mask'>): ZoneDraft {
  return { zones, mask, drawing: null, points: [], isChanged: false };
}

/** Pure. */
export function drawZones(draft: ZoneDraft, action: ZoneAction): ZoneDraft {
  switch (action.kind) {
    case 'begin':
      return { ...draft, drawing: action.drawing, points: [] };
    case 'point': {
      if (draft.drawing === null || draft.points.length >= (draft.drawing === 'line' ? 2 : MAX_POINTS)) return draft;
      return { ...draft, points: [...draft.points, rounded(action.point)] };
    }
    case 'undo':
      return { ...draft, points: draft.points.slice(0, -1) };
    case 'cancel':
      return { ...draft, drawing: null, points: [] };
    case 'finish':
      return finished(draft, action.name);
    case 'rename':
      return {
        ...draft,
        isChanged: true,
        zones: draft.zones.map((zone) => (zone.id === action.id ? { ...zone, name: action.name } : zone)),
      };
    case 'remove-zone':
      return { ...draft, isChanged: true, zones: draft.zones.filter(({ id }) => id !== action.id) };
    case 'remove-mask':
      return { ...draft, isChanged: true, mask: draft.mask.filter((_, index) => index !== action.index) };
  }
}

function finished(draft: ZoneDraft, name: string): ZoneDraft {
  const { drawing, points, zones, mask } = draft;
  if (drawing === null || points.length < MIN_POINTS[drawing]) return draft;
  const done = { ...draft, drawing: null, points: [], isChanged: true };
  if (drawing === 'mask') return { ...done, mask: [...mask, [...points]] };
  const id = freeId(zones, drawing);
  const [from, to] = points;
  const zone: Zone =
    drawing === 'area' ? { id, name, kind: 'area', polygon: [...points] } : { id, name, kind: 'line', from: from!, to: to! };
  return { ...done, zones: [...zones, zone] };
}

/** History keeps zones by their id, so one that was used is not given to another while it is there. */
function freeId(zones: readonly Zone[], kind: string): string {
  let number = zones.length + 1;
  while (zones.some(({ id }) => id === `${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** A thousandth of the picture is finer than a hand. */
function rounded([x, y]: PointXyNorm): PointXyNorm {
  const within = (value: number) => Math.round(1_000 * Math.min(1, Math.max(0, value))) / 1_000;
  return [within(x), within(y)];
}
