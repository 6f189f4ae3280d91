import {
  completeCamera,
  takeApart,
  workerConfigSchema,
  type CameraSpec,
  type PictureMode,
  type Preview,
} from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerProcess } from '../bench/worker-process.js';
import { startRtspCamera } from '../rtsp-camera/index.js';

const DEADLINE_MS = 300_000;

export interface PreviewWish {
  readonly film: string;
  readonly picture: PictureMode;
  readonly cameras: number;
  readonly pictures: number;
}

/** What somebody who watches all cameras of a worker gets to see, until there are enough pictures. @throws Error when they do not come */
export async function collectPreviews({ film, picture, cameras, pictures }: PreviewWish): Promise<Preview[]> {
  const source = await startRtspCamera({ file: film });
  const worker = await WorkerProcess.start(workerConfigSchema.parse({ publish: { picture } }));
  try {
    const specs = Array.from({ length: cameras }, (_, index) => cameraAt(source.url, index));
    worker.setCameras(
      specs,
      specs.map(({ id }) => id),
    );
    const startedAtMs = performance.now();
    while (performance.now() - startedAtMs < DEADLINE_MS) {
      const previews = worker.events.flatMap((event) => (event.kind === 'preview' ? [event.preview] : []));
      if (previews.length >= pictures) return previews.slice(0, pictures);
      await sleep(500);
    }
    throw new Error(`the worker made fewer than ${pictures} previews in ${DEADLINE_MS / 1000} s`);
  } finally {
    await worker.stop();
    await source.close();
  }
}

function cameraAt(url: string, index: number): CameraSpec {
  return completeCamera({ id: `camera-${index + 1}`, name: `Camera ${index + 1}`, ...takeApart(url) });
}
