import {
  isNetworkAddress,
  parseCameraAddress,
  portOf,
  type CameraError,
  type CameraSpec,
  type ProbeStep,
} from '@vitrine/contracts';
import type { PlanarImage } from '@vitrine/models';
import type { SourceParts } from './camera-source.js';
import { FrameRing } from './frame-ring.js';
import { dial, resolveHost } from './reach/connect.js';
import { ReachError } from './reach/reach-error.js';
import { readSource } from './read-source.js';
import { SourceMemory } from './source-memory.js';
import { StreamFacts } from './stream-facts.js';

/** Pictures that are looked at for faces. */
const LOOKS = 3;
/** A second key frame is waited for so long after the first picture. */
const WATCH_MS = 6_000;
/** A source shows within a few openings how it wants to be opened. */
const MOST_OPENINGS = 4;

export interface ProbeParts extends Pick<SourceParts, 'config' | 'access'> {
  /** Widths of the faces in a picture, px. */
  faceWidthsPx(image: PlanarImage): Promise<number[]>;
  readonly minFacePx: number;
}

const ok = (step: ProbeStep['step'], detail: string): ProbeStep => ({ step, ok: true, detail, remedy: null });

/** Tries a camera out from its name to the faces it shows. Never throws: the first step that fails is the last. */
export async function probeCamera(camera: CameraSpec, parts: ProbeParts): Promise<ProbeStep[]> {
  const steps: ProbeStep[] = [];
  try {
    const { address } = parseCameraAddress(camera.url);
    if (isNetworkAddress(address)) {
      const addresses = await orFail('name', resolveHost(address.host, parts.access.rules));
      steps.push(ok('name', `${address.host} is ${addresses.join(', ')}`));
      (await orFail('port', dial(addresses, portOf(address), AbortSignal.timeout(10_000)))).destroy();
      steps.push(ok('port', `something listens at port ${portOf(address)}`));
    }
    steps.push(...(await watch(camera, new SourceMemory(address), parts)));
  } catch (error) {
    steps.push(error instanceof StepError ? error.step : failed('stream', (error as Error).message, 'write the URL anew'));
  }
  return steps;
}

class StepError extends Error {
  constructor(readonly step: ProbeStep) {
    super(step.detail);
  }
}

async function orFail<T>(step: ProbeStep['step'], work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof ReachError) throw new StepError(failed(step, error.message, error.remedy));
    throw error;
  });
}

function failed(step: ProbeStep['step'], detail: string, remedy: string): ProbeStep {
  return { step, ok: false, detail, remedy };
}

async function watch(camera: CameraSpec, memory: SourceMemory, parts: ProbeParts): Promise<ProbeStep[]> {
  const facts = new StreamFacts();
  const looks: Promise<number[]>[] = [];
  const enough = new AbortController();
  const ring = new FrameRing();
  let timer: NodeJS.Timeout | undefined;
  let size = '';
  const onImage = (image: PlanarImage) => {
    size = `${image.widthPx}×${image.heightPx}`;
    timer ??= setTimeout(() => enough.abort(), WATCH_MS);
    // Pictures that are looked at are never given back, so that nothing writes over them.
    if (looks.length < LOOKS) looks.push(parts.faceWidthsPx(image).catch(() => []));
    else ring.release(image);
    if (looks.length === LOOKS && facts.keyFrameS !== null) enough.abort();
  };
  let error: CameraError | null = null;
  for (let opening = 0; opening < MOST_OPENINGS && !error && !enough.signal.aborted; opening += 1) {
    const reading = { ...parts, camera: { ...camera, fps: 30 }, memory, ring, isUrgent: true, onImage };
    error = await readSource({ ...reading, onLine: (line) => facts.learn(line) }, enough.signal);
  }
  clearTimeout(timer);
  if (size === '') throw new StepError(whatFailed(error));
  const steps = [
    ok('login', camera.user === null ? 'no user is needed' : 'user and password are taken'),
    ok('stream', facts.describe()),
  ];
  return [...steps, ok('picture', `pictures of ${size} pixels arrive`), facesStep(await Promise.all(looks), parts.minFacePx)];
}

function whatFailed(error: CameraError | null): ProbeStep {
  if (!error) return failed('stream', 'the source wants to be opened in another way each time', 'check what the URL leads to');
  const step = error.code === 'unauthorised' ? 'login' : error.code === 'stalled' ? 'picture' : 'stream';
  return failed(step, error.message, error.remedy);
}

function facesStep(looks: readonly (readonly number[])[], minFacePx: number): ProbeStep {
  const widths = looks.flat();
  if (widths.length === 0) {
    return { step: 'faces', ok: true, detail: 'nobody is in view', remedy: 'stand where visitors will stand and try again' };
  }
  const most = Math.max(...looks.map((look) => look.length));
  const [smallest, largest] = [Math.min(...widths), Math.max(...widths)].map(Math.round);
  const detail = `${most} in view, faces ${smallest} to ${largest} px wide`;
  if (largest! >= minFacePx) return ok('faces', detail);
  return failed(
    'faces',
    `${detail}; ${minFacePx} px are needed`,
    'hang the camera nearer, zoom in, or choose the stream of higher resolution',
  );
}
