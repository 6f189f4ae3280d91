// The demo: a simulated RTSP camera with a password, and the whole service against it, until Ctrl-C.
import { ATTRIBUTE_COUNT, type ServerMessage } from '@vitrine/contracts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoVideo } from './demo-video.js';
import { startRtspCamera } from './rtsp-camera/index.js';
import { freePort, startService } from './service.js';
import { Subscriber } from './subscriber.js';

const FIRST_TRACK_DEADLINE_MS = 120_000;
const CONFIG = fileURLToPath(new URL('../../config/demo.yaml', import.meta.url));

type TrackMessage = Extract<ServerMessage, { type: 'track' }>;

/** `VITRINE_PORT` as asked for, else 8080, else any free port when something else holds 8080. */
async function choosePort(): Promise<number> {
  const asked = process.env['VITRINE_PORT'];
  if (asked) return Number(asked);
  const preferred = 8080;
  const taken = await fetch(`http://127.0.0.1:${preferred}/`).then(
    () => true,
    () => false,
  );
  return taken ? freePort() : preferred;
}

function describeTrack({ ageYears, ageSpreadYears, gender, genderProbability, attributes }: TrackMessage): string {
  const percent = (probability: number) => `${Math.round(100 * probability)} %`;
  const strongest = Object.entries(attributes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([name, probability]) => `${name.replaceAll('_', ' ')} ${percent(probability)}`);
  return `${gender} ${percent(genderProbability)}, ${Math.round(ageYears)} ± ${Math.round(ageSpreadYears)} years, ${strongest.join(', ')}`;
}

console.log('demo: making the camera’s film from the sample photos of @vladmandic/face-api');
const film = join(tmpdir(), 'vitrine-demo.mp4');
await makeDemoVideo(film);
const camera = await startRtspCamera({ file: film, credentials: { user: 'demo', password: 'window', scheme: 'digest' } });

console.log('demo: starting the service (all 40 attributes switched on by config/demo.yaml; the default policy is narrower)');
const service = await startService({
  port: await choosePort(),
  configPath: CONFIG,
  onOutput: (text) => process.stderr.write(text),
});

let stopping = false;
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await service.stop();
  await camera.close();
  process.exit(exitCode);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
service.process.on('exit', () => void stop(1));

const startedAtMs = performance.now();
const subscriber = await Subscriber.open(service, ['tracks']);
await service.request('/api/v1/cameras', {
  method: 'POST',
  body: { id: 'demo', name: 'Demo entrance', url: camera.url, fps: 5 },
});

console.log(`
  Dashboard  ${service.baseUrl}/#token=${service.token}
  Token      ${service.token}
  REST       curl -H 'Authorization: Bearer ${service.token}' ${service.baseUrl}/api/v1/cameras
  WebSocket  ${service.baseUrl.replace('http', 'ws')}/ws/v1

demo: waiting for the first person (Ctrl-C ends the demo)`);

try {
  const first = await subscriber.until('track', () => true, FIRST_TRACK_DEADLINE_MS);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  const count = Object.keys(first.attributes).length;
  console.log(`demo: first track after ${seconds} s with ${count} of ${ATTRIBUTE_COUNT} attributes: ${describeTrack(first)}`);
  subscriber.close();
} catch (error) {
  console.error(`demo: ${(error as Error).message}. Look at the service's lines above and at GET /api/v1/cameras.`);
  await stop(1);
}
