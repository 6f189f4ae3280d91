import type { NestExpressApplication } from '@nestjs/platform-express';

/** What express keeps of a route, though its types do not say so. */
interface Route {
  readonly path: string;
  readonly methods: Readonly<Record<string, boolean>>;
}

/** @returns what express will really answer, such as `get /api/v1/cameras/:id` */
export function routesOf(app: NestExpressApplication): string[] {
  const express = app.getHttpAdapter().getInstance();
  return express.router.stack.flatMap((layer) => {
    const route = layer.route as unknown as Route | undefined;
    return route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [];
  });
}
