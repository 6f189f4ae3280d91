/** Path under which the service is reached, without a slash at its end: empty, or such as `/vitrine` behind a proxy. */
export function basePath(): string {
  // The service writes it into the document; the development server does not.
  const stated = document.querySelector('base')?.getAttribute('href') ?? '/';
  return stated.replace(/\/+$/, '');
}
