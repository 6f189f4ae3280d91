import { z } from 'zod';
import { AddressError, parseCameraAddress } from './camera-address.js';
import { isMasked } from './camera-address-shown.js';
import { cameraErrorSchema } from './errors.js';
import { workerNameSchema } from './member.js';
import { pointXyNormSchema, zonesSchema } from './zone.js';

/** Cameras are addressed in URLs, file names and topics, so their ids stay plain. */
export const cameraIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/i, 'use 1–63 letters, digits, "-" or "_", starting with a letter or digit');

/** More would be a mistake or an attack long before it is a site. */
export const MAX_CAMERAS = 256;

/** RTSP(S), HTTP(S), a `file:///` URL or absolute path, or `v4l2:///dev/videoN`; a user and a password may stand in it. */
export const cameraUrlSchema = z.string().max(2048).superRefine(checkAddress);

const printable = (schema: z.ZodString) => schema.regex(/^\P{Cc}*$/u, 'leave out control characters');
const credentialSchema = printable(z.string().max(256)).nullable();
const fraction = z.number().min(0).max(1);
const cropSchema = z
  .object({ x: fraction, y: fraction, width: fraction.min(0.01), height: fraction.min(0.01) })
  .strict()
  .refine(({ x, y, width, height }) => x + width <= 1.0001 && y + height <= 1.0001, 'reaches beyond the picture');

/** Everything that can be set of a camera, each written here and nowhere else. Fractions are of the picture as it is analysed. */
const FIELDS = {
  name: printable(z.string().trim().min(1).max(120)),
  url: cameraUrlSchema,
  /** Taken out of `url` when they stand in it; never shown again. */
  user: credentialSchema,
  password: credentialSchema,
  enabled: z.boolean(),
  /** Frames analysed per second, at most. */
  fps: z.number().min(0.2).max(30),
  /** RTSP transport. TCP survives lossy networks, UDP has lower latency. */
  transport: z.enum(['tcp', 'udp']),
  /** A film begins again when it is over; otherwise it is played once, so that nobody is counted twice. */
  loop: z.boolean(),
  /** Looks at twice the picture, for faces half as large, at four times the detector's cost: a hall seen from its end. */
  far: z.boolean(),
  /** Degrees clockwise by which the picture is turned to stand upright. */
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** The part that is looked at, of the turned picture: for two pictures in one, or a busy edge. */
  crop: cropSchema.nullable(),
  /** Polygons that are blackened before anything looks at the picture. */
  mask: z.array(z.array(pointXyNormSchema).min(3).max(32)).max(16),
  zones: zonesSchema,
  /** Of several stream workers, the name of the one, or of the group of them, that may look at this camera; null: any. */
  runsOn: workerNameSchema.nullable(),
};

/** What a field is where nobody says anything of it. */
const DEFAULTS = {
  user: null,
  password: null,
  enabled: true,
  fps: 5,
  transport: 'tcp',
  loop: false,
  far: false,
  rotate: 0,
  crop: null,
  mask: [],
  zones: [],
  runsOn: null,
} as const;
const OPTIONAL = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, true])) as Record<keyof typeof DEFAULTS, true>;

/** Fields that change while the camera goes on; any other opens its source anew. */
const IN_PLACE: readonly string[] = ['id', 'name', 'runsOn'];

/** What a worker is told about a camera; holds credentials, so it crosses only the bus. */
export const cameraSpecSchema = z.object({ id: cameraIdSchema, ...FIELDS });
export type CameraSpec = z.infer<typeof cameraSpecSchema>;

const writtenSchema = z.object(FIELDS).partial(OPTIONAL).strict();
export const cameraCreateSchema = writtenSchema.extend({ id: cameraIdSchema.optional() });
export type CameraCreate = z.infer<typeof cameraCreateSchema>;

export const cameraPatchSchema = z.object(FIELDS).partial().strict();
export type CameraPatch = z.infer<typeof cameraPatchSchema>;

/** A camera with everything said of it, also one that an older release stored. */
export function completeCamera(camera: CameraCreate & { readonly id: string }): CameraSpec {
  return cameraSpecSchema.parse({ ...DEFAULTS, ...camera });
}

/** Whether the worker has to open the source again to get from one setting to the other. */
export function opensAnew(before: CameraSpec, after: CameraSpec): boolean {
  const source = (camera: CameraSpec) => Object.entries(camera).filter(([name]) => !IN_PLACE.includes(name));
  const text = (camera: CameraSpec) => JSON.stringify(source(camera).toSorted(([a], [b]) => a.localeCompare(b)));
  return text(before) !== text(after);
}

/**
 * `disabled` by the operator; `connecting` for the first time; `live` while frames arrive and are analysed; `overloaded` while fewer are
 * analysed than were asked for; `reconnecting` after a loss, tried again within seconds; `failed` where other settings may help, tried again
 * within minutes; `ended` when a film is over.
 */
export const cameraStateSchema = z.enum(['disabled', 'connecting', 'live', 'overloaded', 'reconnecting', 'failed', 'ended']);
export type CameraState = z.infer<typeof cameraStateSchema>;

/** What the source of a camera counts: counters since the worker started the camera, and gauges of now. */
export const sourceStatsSchema = z.object({
  widthPx: z.number().int().nonnegative(),
  heightPx: z.number().int().nonnegative(),
  decodedFrames: z.number().int().nonnegative(),
  analysedFrames: z.number().int().nonnegative(),
  /** Decoded but replaced by a newer frame before anyone looked. */
  droppedFrames: z.number().int().nonnegative(),
  /** Frames analysed per second over the last few seconds. */
  measuredFps: z.number().nonnegative(),
  /** Age of the last analysed frame when its analysis ended, ms. */
  frameAgeMs: z.number().nonnegative(),
  reconnects: z.number().int().nonnegative(),
});
export type SourceStats = z.infer<typeof sourceStatsSchema>;

const lost = z.number().int().nonnegative();

/** What was not seen, by its reason; counters since the worker started the camera. */
export const lossesSchema = z.object({
  /** Analysis failed. */
  framesFailed: lost,
  /** Faces that were due for a look and were not good enough for one. */
  facesSmall: lost,
  facesTurned: lost,
  facesBlurred: lost,
  /** Good faces that nobody had time for, or whose batch failed. */
  facesUnjudged: lost,
  /** Visits that were over without one face good enough to be judged: nobody was counted. */
  visitsUnseen: lost,
  previewsDropped: lost,
});
export type Losses = z.infer<typeof lossesSchema>;

export const cameraStatsSchema = sourceStatsSchema.extend({
  /** 95th percentile of the last frames. */
  frameAgeP95Ms: z.number().nonnegative(),
  losses: lossesSchema,
});
export type CameraStats = z.infer<typeof cameraStatsSchema>;

/** How a camera fares: one set of fields for the worker's report, REST and the WebSocket. */
export const cameraConditionSchema = z.object({
  state: cameraStateSchema,
  /** Since when it is live, or since when it is not, UTC epoch ms. */
  sinceMs: z.number().int().nonnegative(),
  /** When it is tried again, UTC epoch ms; null while it is live, being tried, or left alone. */
  nextTryAtMs: z.number().int().nonnegative().nullable(),
  error: cameraErrorSchema.nullable(),
  stats: cameraStatsSchema.nullable(),
});

/** Where a camera stands, as the worker reports it. */
export const cameraStatusSchema = cameraConditionSchema.extend({
  cameraId: cameraIdSchema,
  atMs: z.number().int().nonnegative(),
});
export type CameraStatus = z.infer<typeof cameraStatusSchema>;

/** A camera as REST shows it: of its address scheme, host, port and path without secrets, and whether there are credentials. */
export const cameraViewSchema = cameraSpecSchema
  .omit({ user: true, password: true })
  .extend({ url: z.string(), hasCredentials: z.boolean(), ...cameraConditionSchema.shape });
export type CameraView = z.infer<typeof cameraViewSchema>;

/** Something that happened to a camera. */
export const cameraEventSchema = z.object({
  cameraId: cameraIdSchema,
  kind: z.enum(['added', 'changed', 'removed', 'live', 'lost', 'failed', 'ended', 'disabled', 'retried']),
  atMs: z.number().int().nonnegative(),
  error: cameraErrorSchema.nullable(),
  nextTryAtMs: z.number().int().nonnegative().nullable(),
});
export type CameraEvent = z.infer<typeof cameraEventSchema>;

function checkAddress(text: string, context: z.RefinementCtx): void {
  // An address as it was shown is recognised, and answered, where the stored one is at hand.
  if (isMasked(text)) return;
  try {
    parseCameraAddress(text);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    context.addIssue({ code: 'custom', message: error.message, params: { remedy: error.remedy } });
  }
}
