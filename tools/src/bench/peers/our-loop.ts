import { workerConfigSchema, type WorkerConfig } from '@vitrine/contracts';
import { InferencePool, type CutFace, type DetectedFace, type FaceAnswer } from '@vitrine/models';
import { FaceSelector, FaceTracker, VisitFusion } from '@vitrine/stream-worker';
import type { Peer } from './peer.js';

/** Frames a second that the service analyses. */
export const FPS = 5;

/** Ours on one thread with every face of every frame judged, as the peers do. */
export async function everyFaceLoop(): Promise<Peer> {
  const { pool, config, name } = await start();
  return {
    name: `${name}, every face of every frame`,
    async look({ planes }) {
      const faces = await pool.detect(planes);
      await judge(pool, await pool.cut(planes, faces, config.quality));
      return faces.map(({ box }) => box);
    },
    close: () => pool.close(),
  };
}

/** Ours on one thread as the service does it: it follows people and looks at each only while that tells something new. */
export async function serviceLoop(): Promise<Peer> {
  const { pool, config, name } = await start();
  const visits = new Map<string, VisitFusion>();
  const tracker = new FaceTracker<DetectedFace>({
    tracking: config.tracking,
    minConfidence: config.detection.minConfidence,
    fps: FPS,
  });
  const selector = new FaceSelector({ ...config.tracking, isSettled: (visitId) => visits.get(visitId)?.isSettled ?? false });
  return {
    name: `${name}, as the service looks`,
    async look({ planes, atMs }) {
      const detected = await pool.detect(planes);
      const looks = selector.pick(tracker.update(detected, atMs).faces, atMs);
      const cut = await pool.cut(
        planes,
        looks.map(({ face }) => face),
        config.quality,
      );
      const answers = await judge(pool, cut);
      looks.forEach(({ visitId }, i) => {
        const { quality, crops } = cut[i]!;
        if (!crops) return;
        visits.set(visitId, visits.get(visitId) ?? new VisitFusion());
        visits.get(visitId)!.add({ ...answers.shift()!, quality });
        selector.judged(visitId, quality);
      });
      return detected.map(({ box }) => box);
    },
    close: () => pool.close(),
  };
}

async function start(): Promise<{ pool: InferencePool; config: WorkerConfig; name: string }> {
  const config = workerConfigSchema.parse({});
  const pool = await InferencePool.start({ detection: config.detection, inference: config.inference, threads: 1 });
  const { detector, attributes } = pool.runtime;
  return { pool, config, name: `ours, ${detector.engine}, ${attributes.provider} ${attributes.precision}` };
}

function judge(pool: InferencePool, cut: readonly CutFace[]): Promise<FaceAnswer[]> {
  return pool.judge(cut.flatMap(({ crops }) => (crops ? [crops] : [])));
}
