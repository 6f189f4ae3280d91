import type { CameraView, Preview, ServerMessage, TrackUpdate } from '@vitrine/contracts';

/** Messages for specs; a spec states only what it is about. */
export function trackOf(trackId: string, stated: Partial<TrackUpdate> = {}): TrackUpdate {
  return {
    cameraId: 'door',
    trackId,
    atMs: 10_000,
    firstSeenAtMs: 8_000,
    box: [0.1, 0.1, 0.2, 0.3],
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

export function trackMessage(seq: number, trackId: string, stated: Partial<TrackUpdate> = {}): ServerMessage {
  return { type: 'track', seq, ...trackOf(trackId, stated) };
}

export function previewOf(cameraId: string, trackIds: readonly string[]): Preview {
  return {
    cameraId,
    atMs: 10_000,
    widthPx: 640,
    heightPx: 360,
    jpegBase64: '',
    facesBlurred: true,
    boxes: trackIds.map((trackId) => ({ trackId, box: [0, 0, 0.1, 0.1] })),
  };
}

export function cameraOf(id: string, stated: Partial<CameraView> = {}): CameraView {
  return {
    id,
    name: id,
    url: 'rtsp://***@host/stream',
    enabled: true,
    fps: 5,
    transport: 'tcp',
    state: 'live',
    error: null,
    stats: null,
    ...stated,
  };
}
