import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Swagger UI as its package ships it: no other server is asked. */
const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const PATH = '/api/docs';

/** In the place of the package's own, which shows somebody else's pets. */
const INITIALIZER = `window.ui = SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', deepLinking: true });`;

/** Shows `/api/openapi.json` to people at `/api/docs/`. */
export function serveApiDocs(app: NestExpressApplication): void {
  app.use(`${PATH}/swagger-initializer.js`, (_request: Request, response: Response) => {
    response.type('text/javascript').send(INITIALIZER);
  });
  app.useStaticAssets(FOLDER, { prefix: `${PATH}/`, index: 'index.html', redirect: false });
}
