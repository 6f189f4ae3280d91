import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startRtspCamera } from './rtsp-camera/index.js';
import { makeVisitorsFilm } from './visitors-film.js';

const CONFIG = fileURLToPath(new URL('../../config/demo.yaml', import.meta.url));

/** What the demo looks at. */
export interface DemoSource {
  /** The camera's address and what else is set of it. */
  readonly camera: { readonly url: string; readonly loop?: boolean };
  readonly configPath: string;
  readonly isOwn: boolean;
  close(): Promise<void>;
}

/** @param args of the command line: `--source` names one's own camera, film or device. @throws Error for other arguments */
export async function chooseSource(args: readonly string[]): Promise<DemoSource> {
  const { source } = parseArgs({ args: [...args], options: { source: { type: 'string' }, history: { type: 'string' } } }).values;
  return source === undefined ? simulated() : own(source);
}

async function simulated(): Promise<DemoSource> {
  console.log('demo: making the camera’s film from the sample photos of @vladmandic/face-api, which show women only');
  const film = join(tmpdir(), 'vitrine-demo-visitors.mp4');
  await makeVisitorsFilm(film);
  const camera = await startRtspCamera({ file: film, credentials: { user: 'demo', password: 'window', scheme: 'digest' } });
  return { camera: { url: camera.url }, configPath: CONFIG, isOwn: false, close: () => camera.close() };
}

/** Whoever starts the demo names the source, so it may be anywhere. */
async function own(source: string): Promise<DemoSource> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-demo-'));
  const camera = cameraOf(source);
  const folders = camera.loop ? [dirname(camera.url)] : [];
  const configPath = join(folder, 'demo.yaml');
  await writeFile(configPath, JSON.stringify({ cameraSources: { networks: ['0.0.0.0/0', '::/0'], folders } }));
  return { camera, configPath, isOwn: true, close: () => rm(folder, { recursive: true, force: true }) };
}

function cameraOf(source: string): DemoSource['camera'] {
  if (/^\/dev\/video\d+$/.test(source)) return { url: `v4l2://${source}` };
  if (/^[a-z0-9]+:\/\//i.test(source)) return { url: source };
  return { url: resolve(source), loop: true };
}
