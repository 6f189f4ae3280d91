import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FPS } from './our-loop.js';
import type { PeerName, PeerResult } from './peer-process.js';
import { makeStripFilm } from './strip-film.js';

const PROCESS = fileURLToPath(new URL('peer-process.js', import.meta.url));
const NAMES: readonly PeerName[] = ['face-api-tiny', 'face-api-ssd', 'human', 'every-face', 'service'];

export interface PeerFigures extends PeerResult {
  readonly fpsPerCore: number;
  /** What all cores of this machine could look at, 5 frames a second each, decoding not counted. */
  readonly cameras: number;
}

/** Runs every peer over the same film, one after the other, one thread each. @param folder for the film */
export async function comparePeers(
  folder: string,
  onResult: (result: PeerFigures | { name: string; skipped: string }) => void,
): Promise<PeerFigures[]> {
  const film = await makeStripFilm(folder);
  const all: PeerFigures[] = [];
  for (const name of NAMES) {
    const outcome = await run(name, film);
    if ('error' in outcome) onResult({ name, skipped: outcome.error });
    else {
      const figures = figuresOf(outcome.result);
      all.push(figures);
      onResult(figures);
    }
  }
  return all;
}

function figuresOf(result: PeerResult): PeerFigures {
  const fpsPerCore = 1000 / result.cpuMsPerFrame;
  return { ...result, fpsPerCore, cameras: (fpsPerCore * availableParallelism()) / FPS };
}

function run(name: PeerName, film: string): Promise<{ result: PeerResult } | { error: string }> {
  return new Promise((resolve) => {
    const child = fork(PROCESS, [name, film], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.on('message', (message) => resolve(message as { result: PeerResult } | { error: string }));
    child.on('exit', (code) => resolve({ error: `its process ended with status ${code}` }));
  });
}
