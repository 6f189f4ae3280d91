import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path and not an import: the dashboard is an app of its own that talks to this one as any subscriber would. */
const DASHBOARD_FOLDER = fileURLToPath(new URL('../../../dashboard/dist/', import.meta.url));

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Vitrine</title>
<p>The service runs, but the dashboard is not built. Run <code>npm run build</code> and start again.</p></html>`;

/** What is no page of the dashboard whatever it is called. */
const NO_PAGE = /^\/(api|ws|health|ready|metrics|assets)(\/|$)|\.\w+$/;

/**
 * Serves the built dashboard, or a hint how to build it. Every address that asks for a page gets the dashboard, which knows its own
 * pages and says so when there is none of that name.
 * @param basePath below which a proxy shows the service; the page's own addresses are relative to it
 */
export function serveDashboard(app: NestExpressApplication, basePath: string): void {
  const page = pageBelow(basePath);
  if (existsSync(DASHBOARD_FOLDER)) {
    app.use(sendCompressed(readdirSync(DASHBOARD_FOLDER, { recursive: true, encoding: 'utf8' })));
    app.useStaticAssets(DASHBOARD_FOLDER, { index: false, redirect: false });
  }
  app.use((request: Request, response: Response, next: NextFunction) => {
    const isPage = request.path === '/' || (!NO_PAGE.test(request.path) && request.accepts(['json', 'html']) === 'html');
    if (request.method !== 'GET' || !isPage) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page);
  });
}

/** Of a file that the build laid a compressed copy beside, whoever takes gzip gets the copy. @param files below the dashboard's folder */
function sendCompressed(files: readonly string[]) {
  const copies = new Set(files.filter((file) => file.endsWith('.gz')));
  return (request: Request, response: Response, next: NextFunction) => {
    const copy = `${request.path}.gz`;
    if (!copies.has(copy.slice(1))) return next();
    response.vary('Accept-Encoding');
    if (request.acceptsEncodings('gzip') !== 'gzip') return next();
    response.type(extname(request.path)).setHeader('Content-Encoding', 'gzip');
    request.url = copy;
    next();
  };
}

function pageBelow(basePath: string): string {
  const file = join(DASHBOARD_FOLDER, 'index.html');
  if (!existsSync(file)) return NOT_BUILT;
  return readFileSync(file, 'utf8').replace('<head>', `<head>\n    <base href="${basePath}/" />`);
}
