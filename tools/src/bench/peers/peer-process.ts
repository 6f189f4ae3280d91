// One peer in a process of its own, so that no library shares a tfjs, a heap or a thread with another: argv is the peer and the film.
import { intersectionOverUnion } from '@vitrine/models';
import { decodeFilm, decodeRgb } from '../film-frames.js';
import { faceApiLoop } from './face-api-loop.js';
import { humanLoop } from './human-loop.js';
import { everyFaceLoop, FPS, serviceLoop } from './our-loop.js';
import type { Peer, PeerFrame } from './peer.js';
import { facesAt, FILM } from './strip-film.js';

/** What one peer made of the film. */
export interface PeerResult {
  readonly name: string;
  readonly frames: number;
  readonly msPerFrame: number;
  /** Processor time of all threads of the process. */
  readonly cpuMsPerFrame: number;
  readonly marked: number;
  readonly found: number;
  /** Boxes that lie on no marked face; a face that is cut off by the edge is not marked. */
  readonly others: number;
}

/** How each is made, and which frames it sees: those that carry nothing from frame to frame are shown every third, for they take long. */
export const PEERS = {
  'face-api-tiny': { open: () => faceApiLoop('tiny'), everyNth: 3 },
  'face-api-ssd': { open: () => faceApiLoop('ssd'), everyNth: 3 },
  human: { open: humanLoop, everyNth: 3 },
  'every-face': { open: everyFaceLoop, everyNth: 3 },
  service: { open: serviceLoop, everyNth: 1 },
} as const satisfies Record<string, { open(): Promise<Peer>; everyNth: number }>;
export type PeerName = keyof typeof PEERS;

/** Overlap from which a marked face is found; libraries draw boxes of different tightness. */
const MIN_IOU = 0.3;
const WARM_UP_FRAMES = 2;

async function measure(peer: Peer, frames: readonly PeerFrame[]): Promise<PeerResult> {
  for (const frame of frames.slice(0, WARM_UP_FRAMES)) await peer.look(frame);
  const sums = { marked: 0, found: 0, others: 0 };
  const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
  for (const frame of frames) {
    const boxes = await peer.look(frame);
    const marked = facesAt(frame.atMs / 1000);
    const hits = marked.filter((face) => boxes.some((box) => intersectionOverUnion(box, face) >= MIN_IOU)).length;
    sums.marked += marked.length;
    sums.found += hits;
    sums.others += boxes.filter((box) => marked.every((face) => intersectionOverUnion(box, face) < MIN_IOU)).length;
  }
  const { user, system } = process.cpuUsage(cpu);
  const each = (ms: number): number => ms / frames.length;
  const { name } = peer;
  return {
    name,
    frames: frames.length,
    msPerFrame: each(performance.now() - startedMs),
    cpuMsPerFrame: each((user + system) / 1000),
    ...sums,
  };
}

async function readFrames(film: string): Promise<PeerFrame[]> {
  const size = { ...FILM, fps: FPS };
  const [planar, rgb] = [await decodeFilm(film, size), await decodeRgb(film, size)];
  return planar.frames.map((planes, i) => ({ atMs: (i * 1000) / FPS, planes, rgb: rgb[i]! }));
}

const [name, film] = process.argv.slice(2) as [PeerName, string];
try {
  const { open, everyNth } = PEERS[name];
  const frames = (await readFrames(film)).filter((_, i) => i % everyNth === 0);
  const peer = await open();
  const result = await measure(peer, frames);
  await peer.close();
  process.send!({ result });
} catch (error) {
  process.send!({ error: error instanceof Error ? error.message : String(error) });
}
process.disconnect();
