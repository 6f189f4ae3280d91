// The demo: people who come and go before a simulated RTSP camera with a password, or one's own camera, and the whole service against it,
// until Ctrl-C: npm run demo [-- --source rtsp://… | film.mp4 | /dev/video0]
import { ATTRIBUTE_COUNT, type CameraView, type ServerMessage } from '@vitrine/contracts';
import { chooseSource } from './demo-source.js';
import { demoHistory } from './history/demo-history.js';
import { freePort, startService } from './service.js';
import { Subscriber } from './subscriber.js';

const FIRST_VISIT_DEADLINE_MS = 120_000;

type VisitMessage = Extract<ServerMessage, { type: 'visit' }>;

/** @returns the option, where the environment asks for it */
function asked<K extends string>(option: K, variable: string): Partial<Record<K, string>> {
  const value = process.env[variable];
  return value ? ({ [option]: value } as Record<K, string>) : {};
}

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

function describeVisit({ ageYears, ageSpreadYears, gender, genderProbability, attributes }: VisitMessage): string {
  const percent = (probability: number) => `${Math.round(100 * probability)} %`;
  const strongest = Object.entries(attributes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([name, probability]) => `${name.replaceAll('_', ' ')} ${percent(probability)}`);
  return `${gender} ${percent(genderProbability)}, ${Math.round(ageYears)} ± ${Math.round(ageSpreadYears)} years, ${strongest.join(', ')}`;
}

const source = await chooseSource(process.argv.slice(2));
console.log('demo: starting the service');
const service = await startService({
  port: await choosePort(),
  configPath: source.configPath,
  ...asked('token', 'VITRINE_TOKEN'),
  ...asked('dataDir', 'VITRINE_DATA_DIR'),
  ...(await demoHistory(process.argv, process.env['VITRINE_DATA_DIR'])),
  onOutput: (text) => process.stderr.write(text),
});

let stopping = false;
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await service.stop();
  await source.close();
  process.exit(exitCode);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
service.process.on('exit', () => void stop(1));

const startedAtMs = performance.now();
const subscriber = await Subscriber.open(service, ['visits']);
const settings = { name: 'Demo entrance', fps: 5, ...source.camera };
// A data folder that is kept has the camera of the last time, at another port.
const known = await service.request<CameraView[]>('/api/v1/cameras');
if (known.some(({ id }) => id === 'demo')) await service.request('/api/v1/cameras/demo', { method: 'PATCH', body: settings });
else await service.request('/api/v1/cameras', { method: 'POST', body: { id: 'demo', ...settings } });

console.log(`
  Dashboard  ${service.baseUrl}/#token=${service.token}
  Token      ${service.token}
  REST       curl -H 'Authorization: Bearer ${service.token}' ${service.baseUrl}/api/v1/cameras
  WebSocket  ${service.baseUrl.replace('http', 'ws')}/ws/v1

demo: waiting for the first person (Ctrl-C ends the demo)`);

try {
  const first = await subscriber.until('visit', () => true, FIRST_VISIT_DEADLINE_MS);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  const count = Object.keys(first.attributes).length;
  console.log(`demo: first visit after ${seconds} s with ${count} of ${ATTRIBUTE_COUNT} attributes: ${describeVisit(first)}`);
  subscriber.close();
} catch (error) {
  console.error(`demo: ${(error as Error).message}. Look at the service's lines above and at GET /api/v1/cameras.`);
  // Nobody may have come to one's own camera yet.
  if (!source.isOwn) await stop(1);
}
