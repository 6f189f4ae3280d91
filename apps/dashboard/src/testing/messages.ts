import { type CameraView, type RunningHour, type ServerMessage, type VisitUpdate } from '@vitrine/contracts';

/** Messages for specs; a spec states only what it is about. */
export function visitOf(visitId: string, stated: Partial<VisitUpdate> = {}): VisitUpdate {
  return {
    cameraId: 'door',
    visitId,
    atMs: 10_000,
    firstSeenAtMs: 8_000,
    box: [0.1, 0.1, 0.2, 0.3],
    zoneIds: [],
    ageYears: 34.4,
    ageSpreadYears: 4.6,
    gender: 'female',
    genderProbability: 0.97,
    attributes: {},
    quality: 0.8,
    faces: 3,
    frameAgeMs: 120,
    final: false,
    ...stated,
  };
}

export function visitMessage(seq: number, visitId: string, stated: Partial<VisitUpdate> = {}): ServerMessage {
  return { type: 'visit', seq, cursor: `a.${seq}`, ...visitOf(visitId, stated) };
}

export function cameraOf(id: string, stated: Partial<CameraView> = {}): CameraView {
  return {
    id,
    name: id,
    url: 'rtsp://host/stream',
    hasCredentials: false,
    enabled: true,
    fps: 5,
    transport: 'tcp',
    far: false,
    loop: false,
    rotate: 0,
    crop: null,
    mask: [],
    zones: [],
    runsOn: null,
    state: 'live',
    sinceMs: 0,
    nextTryAtMs: null,
    error: null,
    stats: null,
    ...stated,
  };
}

export function hourOf(cameraId: string, stated: Partial<RunningHour> = {}): RunningHour {
  return {
    cameraId,
    atMs: 3_600_000,
    visits: 0,
    visitsByMinute: new Array<number>(60).fill(0),
    fromMs: 60_000,
    groups: [],
    attributes: {},
    ...stated,
  };
}
