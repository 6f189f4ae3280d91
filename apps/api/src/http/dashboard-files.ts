import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A path and not an import: the dashboard is an app of its own that talks to this one as any subscriber would. */
const DASHBOARD_FOLDER = fileURLToPath(new URL('../../../dashboard/dist/', import.meta.url));

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Vitrine</title>
<p>The service runs, but the dashboard is not built. Run <code>npm run build</code> and start again.</p></html>`;

/** Serves the built dashboard at `/`, or a hint how to build it. */
export function serveDashboard(app: NestExpressApplication): void {
  if (existsSync(DASHBOARD_FOLDER)) {
    app.useStaticAssets(DASHBOARD_FOLDER, { index: 'index.html', redirect: false });
    return;
  }
  app.use('/', (request: Request, response: Response, next: () => void) => {
    if (request.path === '/') response.type('html').send(NOT_BUILT);
    else next();
  });
}
