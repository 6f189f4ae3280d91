import type { NextFunction, Request, Response } from 'express';

/**
 * Takes the path below which a proxy shows the service off each address, so that everything behind works as if it were at the root. A
 * proxy that has taken it off already is as welcome.
 * @param basePath such as `/vitrine`; empty for none
 */
export function withoutBasePath(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : rest.startsWith('?') ? `/${rest}` : url;
}

export function stripBasePath(basePath: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (basePath !== '' && request.url.split('?')[0] === basePath) {
      // Without the slash the page's own relative addresses would leave the path.
      response.redirect(308, `${basePath}/`);
      return;
    }
    request.url = withoutBasePath(request.url, basePath);
    next();
  };
}
