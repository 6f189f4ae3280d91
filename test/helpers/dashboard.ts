import {
  launchChromium,
  makeDemoVideo,
  startRtspCamera,
  startService,
  type RtspCamera,
  type RunningService,
  type ServiceOptions,
} from '@vitrine/tools';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

const CONFIG = fileURLToPath(new URL('../fixtures/all-attributes.yaml', import.meta.url));
/** Networks have to load before anything is seen. */
export const PATIENCE_MS = 100_000;
export const SIZES = {
  laptop: { width: 1366, height: 768 },
  wall: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};

/** A simulated camera, the whole service, and a browser in front of it. */
export interface Stage {
  readonly camera: RtspCamera;
  /** What it shows: three people at a door. */
  readonly film: string;
  readonly service: RunningService;
  readonly browser: Browser;
  /** A page in a browser of its own; of somebody who may do everything, unless another fragment is given. */
  open(path?: string, options?: PageOptions): Promise<Page>;
  /** Errors and warnings of the console, uncaught exceptions. */
  readonly errors: string[];
  /** Everywhere that any page asked for anything. */
  readonly hosts: Set<string>;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly theme?: 'light' | 'dark';
  readonly size?: { width: number; height: number };
  /** Of the address, such as `token=…`; empty for a stranger. */
  readonly fragment?: string;
  readonly forcedColors?: 'active';
  readonly reducedMotion?: 'reduce';
}

/** @param options of the service; everything is looked at, and simulated cameras are allowed, unless they say otherwise */
export async function openStage(options: ServiceOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-browser-'));
  const film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  const camera = await startRtspCamera({ file: film });
  const service = await startService({ configPath: CONFIG, ...options });
  const browser = await launchChromium();
  const [errors, hosts] = [[] as string[], new Set<string>()];
  return {
    camera,
    film,
    service,
    browser,
    errors,
    hosts,
    open: (path = '/', options = {}) => openPage({ browser, service, errors, hosts }, path, options),
    close: async () => {
      await browser.close();
      await service.stop();
      await camera.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Watched = Pick<Stage, 'browser' | 'service' | 'errors' | 'hosts'>;

async function openPage({ browser, service, errors, hosts }: Watched, path: string, options: PageOptions): Promise<Page> {
  const { theme = 'light', size = SIZES.laptop, fragment = `token=${service.token}`, ...media } = options;
  const context = await browser.newContext({ viewport: size, locale: 'en-GB', ...media });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
  });
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  await page.addInitScript(`localStorage.setItem('vitrine.theme', '${theme}')`);
  await page.goto(`${service.baseUrl}${path}${fragment === '' ? '' : `#${fragment}`}`);
  return page;
}

/** Adds a camera as an installer would by REST. */
export async function addCamera({ service, camera }: Stage, id: string, name: string, url = camera.url): Promise<void> {
  await service.request('/api/v1/cameras', { method: 'POST', body: { id, name, url, fps: 5 } });
}
