import { z } from 'zod';

/** `[x, y]` as fractions of the frame's width and height. */
export const pointXyNormSchema = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]);
export type PointXyNorm = z.infer<typeof pointXyNormSchema>;

export const zoneIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/i, 'use 1–32 letters, digits, "-" or "_", starting with a letter or digit');

const common = { id: zoneIdSchema, name: z.string().trim().min(1).max(120) };

/** A part of the picture; a visit is in it while the middle of the face's lower edge is. */
export const areaSchema = z.object({ ...common, kind: z.literal('area'), polygon: z.array(pointXyNormSchema).min(3).max(32) });

/** A count line. Seen from `from` towards `to`, who crosses it from left to right goes `in`, who crosses from right to left goes `out`. */
export const lineSchema = z.object({ ...common, kind: z.literal('line'), from: pointXyNormSchema, to: pointXyNormSchema });

export const zoneSchema = z.discriminatedUnion('kind', [areaSchema.strict(), lineSchema.strict()]);
export type Zone = z.infer<typeof zoneSchema>;

/** More places would divide one visit's protection among more answers than the privacy page can promise. */
export const MAX_ZONES = 8;

export const zonesSchema = z
  .array(zoneSchema)
  .max(MAX_ZONES)
  .refine((zones) => new Set(zones.map(({ id }) => id)).size === zones.length, 'two zones have the same id');

/** The two places of a count line. */
export const LINE_DIRECTIONS = ['in', 'out'] as const;

/** A place in which visits are counted, as `VisitUpdate.zoneIds` and queries name it: an area's id, or `line.in` and `line.out`. */
export function zonePlaceIds(zone: Zone): string[] {
  return zone.kind === 'area' ? [zone.id] : LINE_DIRECTIONS.map((direction) => `${zone.id}.${direction}`);
}

/** @returns `camera`, or `camera/zone` */
export function placeOf(cameraId: string, zoneId: string | null): string {
  return zoneId === null ? cameraId : `${cameraId}/${zoneId}`;
}

export function splitPlace(place: string): { cameraId: string; zoneId: string | null } {
  const slash = place.indexOf('/');
  return slash < 0 ? { cameraId: place, zoneId: null } : { cameraId: place.slice(0, slash), zoneId: place.slice(slash + 1) };
}
