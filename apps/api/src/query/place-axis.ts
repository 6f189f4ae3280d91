import { placeOf, splitPlace, type CameraSpec, type Query, type Row } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';

/** One row's part of the place axis. */
export interface PlaceKey {
  /** `site`, `group`, `camera`, `cameraName`, `zone`, as far as they are asked for. */
  readonly cells: Row;
  readonly places: string[];
  /** Cameras whose coverage is the row's. */
  readonly cameraIds: Set<string>;
}

export interface KnownPlaces {
  /** Cameras of now. */
  readonly cameras: readonly CameraSpec[];
  /** Places that were ever counted, those of deleted cameras too. */
  readonly counted: readonly string[];
  /** Cameras that the caller may see; null for all. */
  readonly visible: ReadonlySet<string> | null;
}

/** @returns every place that the query means, by row. @throws Problem 422 for a camera, zone or group that never was */
export function placeAxis({ groupBy, filters }: Query, known: KnownPlaces): PlaceKey[] {
  const names = new Map(known.cameras.map(({ id, name }) => [id, name]));
  const groups = new Map(known.cameras.map((camera) => [camera.id, groupOf(camera)]));
  const everCounted = known.counted.map((place) => splitPlace(place));
  const cameraIds = [...new Set([...names.keys(), ...everCounted.map(({ cameraId }) => cameraId)])].toSorted();
  const visible = cameraIds.filter((id) => known.visible === null || known.visible.has(id));
  mustKnow(filters.camera, visible, 'camera');
  mustKnow(
    filters.group,
    [...new Set(groups.values())].filter((group) => group !== null),
    'group',
  );
  const wanted = visible.filter(
    (id) =>
      (filters.camera?.includes(id) ?? true) && (filters.group === undefined || filters.group.includes(groups.get(id) ?? '')),
  );
  const byZone = groupBy.includes('zone') || filters.zone !== undefined;
  const zones = byZone ? zonesOf(wanted, everCounted) : [];
  mustKnow(
    filters.zone,
    zones.map(({ zoneId }) => zoneId),
    'zone',
  );
  const places = byZone
    ? zones.filter(({ zoneId }) => filters.zone?.includes(zoneId) ?? true)
    : wanted.map((cameraId) => ({ cameraId, zoneId: null }));
  const keys = new Map<string, PlaceKey>();
  for (const { cameraId, zoneId } of places) {
    const cells: Row = {};
    if (groupBy.includes('site')) cells['site'] = 'site';
    if (groupBy.includes('group')) cells['group'] = groups.get(cameraId) ?? null;
    if (groupBy.includes('camera')) Object.assign(cells, { camera: cameraId, cameraName: names.get(cameraId) ?? null });
    if (groupBy.includes('zone')) cells['zone'] = zoneId;
    const name = JSON.stringify(cells);
    const key = keys.get(name) ?? { cells, places: [], cameraIds: new Set<string>() };
    key.places.push(placeOf(cameraId, zoneId));
    key.cameraIds.add(cameraId);
    keys.set(name, key);
  }
  return [...keys.values()];
}

/** Groups are named in the camera's settings. */
function groupOf(camera: CameraSpec): string | null {
  return 'group' in camera && typeof camera.group === 'string' ? camera.group : null;
}

function zonesOf(cameraIds: readonly string[], counted: readonly { cameraId: string; zoneId: string | null }[]) {
  return counted.flatMap(({ cameraId, zoneId }) =>
    zoneId !== null && cameraIds.includes(cameraId) ? [{ cameraId, zoneId }] : [],
  );
}

function mustKnow(asked: readonly string[] | undefined, known: readonly string[], field: string): void {
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Problem(422, {
    code: `${field}_unknown`,
    message: `\`filters.${field}\`: there is no ${field} \`${unknown}\`, and never were counts of one.`,
    remedy: known.length === 0 ? `There is no ${field} yet.` : `Choose of ${known.slice(0, 20).join(', ')}.`,
    field: `filters.${field}`,
  });
}
