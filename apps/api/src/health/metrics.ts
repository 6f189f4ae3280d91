import type { CameraStatus, ServiceStatus, WebhookView } from '@vitrine/contracts';
import { Counter, Gauge, Registry } from 'prom-client';

/** Everything that a scrape looks at, at one moment. */
export interface Snapshot {
  readonly service: ServiceStatus;
  readonly cameras: readonly CameraStatus[];
  /** Since the start, by camera. */
  readonly analysedMs: ReadonlyMap<string, number>;
  readonly webhooks: readonly Pick<WebhookView, 'id' | 'delivered' | 'waiting' | 'deadLetters'>[];
  readonly process: { readonly residentBytes: number; readonly cpuSeconds: number; readonly loopDelayP99Ms: number };
}

type Labels = Readonly<Record<string, string>>;

/** One scrape: a registry of its own, so that a camera that is gone leaves nothing behind. */
class Scrape {
  readonly registry = new Registry();

  gauge(name: string, help: string, values: readonly (readonly [Labels, number])[]): void {
    const labelNames = Object.keys(values[0]?.[0] ?? {});
    const gauge = new Gauge({ name: `vitrine_${name}`, help, labelNames, registers: [this.registry] });
    for (const [labels, value] of values) gauge.set(labels, value);
  }

  counter(name: string, help: string, values: readonly (readonly [Labels, number])[]): void {
    const labelNames = Object.keys(values[0]?.[0] ?? {});
    const counter = new Counter({ name: `vitrine_${name}_total`, help, labelNames, registers: [this.registry] });
    for (const [labels, value] of values) counter.inc(labels, value);
  }
}

/** @returns Prometheus' text format. Operational figures only: nothing here tells who was seen. */
export async function metricsText(snapshot: Snapshot): Promise<{ text: string; contentType: string }> {
  const scrape = new Scrape();
  ofTheApi(scrape, snapshot);
  ofTheWorker(scrape, snapshot.service.worker);
  ofTheStore(scrape, snapshot.service.store);
  ofTheWebhooks(scrape, snapshot.webhooks);
  ofTheCameras(scrape, snapshot);
  return { text: await scrape.registry.metrics(), contentType: scrape.registry.contentType };
}

function ofTheApi(scrape: Scrape, { service, process }: Snapshot): void {
  const { subscribers, version, uptimeS } = service;
  scrape.gauge('info', 'Release of the service.', [[{ version }, 1]]);
  scrape.gauge('uptime_seconds', 'Since the api started.', [[{}, uptimeS]]);
  scrape.gauge('api_resident_memory_bytes', 'Memory of the api.', [[{}, process.residentBytes]]);
  scrape.counter('api_cpu_seconds', 'CPU time of the api.', [[{}, process.cpuSeconds]]);
  scrape.gauge('api_loop_delay_p99_seconds', 'How long the api’s event loop did not come round.', [
    [{}, process.loopDelayP99Ms / 1000],
  ]);
  scrape.gauge('subscribers', 'WebSocket connections with a token.', [[{}, subscribers.connected]]);
  scrape.gauge('strangers', 'WebSocket connections that have not shown a token yet.', [[{}, subscribers.strangers]]);
  scrape.counter('live_messages_dropped', 'Messages that slow subscribers did not get.', [[{}, subscribers.droppedMessages]]);
}

function ofTheWorker(scrape: Scrape, { state, restarts, stats }: ServiceStatus['worker']): void {
  scrape.gauge('worker_ready', 'Whether the stream worker runs.', [[{}, state === 'ready' ? 1 : 0]]);
  scrape.counter('worker_restarts', 'Times that the stream worker was started again.', [[{}, restarts]]);
  if (!stats) return;
  scrape.gauge('worker_resident_memory_bytes', 'Memory of the stream worker.', [[{}, stats.rssBytes]]);
  scrape.gauge('worker_ffmpeg_processes', 'Running ffmpeg processes.', [[{}, stats.ffmpegProcesses]]);
  scrape.gauge('worker_loop_delay_p99_seconds', 'How long the worker’s event loop did not come round.', [
    [{}, stats.loopDelayP99Ms / 1000],
  ]);
  scrape.gauge('worker_queue_length', 'What waits in the worker, by queue.', [
    [{ queue: 'frames' }, stats.waitingFrames],
    [{ queue: 'faces' }, stats.queuedFaces],
    [{ queue: 'inference' }, stats.inference.waiting],
  ]);
  scrape.counter('worker_faces', 'Faces by what became of them.', [
    [{ outcome: 'judged' }, stats.inferredFaces],
    [{ outcome: 'dropped' }, stats.droppedFaces],
  ]);
  scrape.counter('worker_events_dropped', 'Events that the line to the api had no room for.', [[{}, stats.droppedEvents]]);
  scrape.counter('worker_inference_troubles', 'Inference threads that failed, by how.', [
    [{ trouble: 'restart' }, stats.inference.restarts],
    [{ trouble: 'timeout' }, stats.inference.timeouts],
    [{ trouble: 'lost' }, stats.inference.lost],
    [{ trouble: 'abandoned' }, stats.inference.abandoned],
  ]);
  const stages = stats.stages.flatMap(({ stage, p50Ms, p95Ms }) => [
    [{ stage, quantile: '0.5' }, p50Ms / 1000] as const,
    [{ stage, quantile: '0.95' }, p95Ms / 1000] as const,
  ]);
  if (stages.length > 0) scrape.gauge('worker_stage_seconds', 'Latency of each stage, waiting included.', stages);
}

function ofTheStore(scrape: Scrape, { state, settledUntil, lateVisits, lostCommits }: ServiceStatus['store']): void {
  scrape.gauge('store_ok', 'Whether the store takes counts; they wait in memory while it does not.', [
    [{}, state === 'ok' ? 1 : 0],
  ]);
  scrape.counter('store_late_visits', 'Visits that came after their quarter hour was settled, and are not counted.', [
    [{}, lateVisits],
  ]);
  scrape.counter('store_lost_commits', 'Writes that had been stored and were missing at the start.', [[{}, lostCommits]]);
  if (settledUntil === null) return;
  scrape.gauge('store_settled_until_timestamp_seconds', 'Quarter hours that end by then are settled.', [
    [{}, Date.parse(settledUntil) / 1000],
  ]);
}

function ofTheWebhooks(scrape: Scrape, webhooks: Snapshot['webhooks']): void {
  if (webhooks.length === 0) return;
  const each = (pick: (hook: Snapshot['webhooks'][number]) => number) =>
    webhooks.map((hook) => [{ webhook: hook.id }, pick(hook)] as const);
  scrape.counter(
    'webhook_deliveries',
    'Deliveries that the receiver took.',
    each(({ delivered }) => delivered),
  );
  scrape.gauge(
    'webhook_waiting',
    'Deliveries under way, or waiting to be tried again.',
    each(({ waiting }) => waiting),
  );
  scrape.gauge(
    'webhook_dead_letters',
    'Deliveries that were given up, as far as they are kept.',
    each(({ deadLetters }) => deadLetters.length),
  );
}

function ofTheCameras(scrape: Scrape, { cameras, analysedMs }: Snapshot): void {
  if (cameras.length === 0) return;
  scrape.counter(
    'camera_analysed_seconds',
    'Time in which the camera was analysed; its rate is the coverage, 0–1.',
    cameras.map(({ cameraId }) => [{ camera: cameraId }, (analysedMs.get(cameraId) ?? 0) / 1000] as const),
  );
  const states = cameras.map(({ cameraId, state }) => [{ camera: cameraId, state }, 1] as const);
  scrape.gauge('camera_state', 'One for the state that the camera is in.', states);
  const known = cameras.flatMap(({ cameraId, stats }) => (stats ? [{ camera: cameraId, stats }] : []));
  if (known.length === 0) return;
  const each = (pick: (stats: NonNullable<CameraStatus['stats']>) => number) =>
    known.map(({ camera, stats }) => [{ camera }, pick(stats)] as const);
  scrape.counter(
    'camera_frames_decoded',
    'Frames decoded.',
    each((stats) => stats.decodedFrames),
  );
  scrape.counter(
    'camera_frames_analysed',
    'Frames analysed.',
    each((stats) => stats.analysedFrames),
  );
  scrape.gauge(
    'camera_fps',
    'Frames analysed per second.',
    each((stats) => stats.measuredFps),
  );
  scrape.gauge(
    'camera_frame_age_p95_seconds',
    'Age of a frame when its analysis ends.',
    each((s) => s.frameAgeP95Ms / 1000),
  );
  scrape.counter(
    'camera_reconnects',
    'Times that the camera was lost and found.',
    each((stats) => stats.reconnects),
  );
  const lost = known.flatMap(({ camera, stats }) =>
    Object.entries({ framesReplaced: stats.droppedFrames, ...stats.losses }).map(
      ([reason, value]) => [{ camera, reason: reason.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) }, value] as const,
    ),
  );
  scrape.counter('camera_lost', 'What was not seen, by its reason.', lost);
}
