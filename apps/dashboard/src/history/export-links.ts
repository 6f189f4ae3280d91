import { EXPORT_FORMATS, type ExportFormat, type QueryInput } from '@vitrine/contracts';

export { EXPORT_FORMATS };

/** The same question as parameters of a GET: what curl, spreadsheets and BI tools ask. */
export function queryPath(query: QueryInput, format: ExportFormat): string {
  const { metrics, groupBy = [], filters = {}, from, to, tz, compare, orderBy, limit } = query;
  const parts: [string, string][] = [
    ['metrics', metrics.join(',')],
    ['groupBy', groupBy.join(',')],
    ['from', String(from)],
    ['to', to === undefined ? '' : String(to)],
    ['tz', tz ?? ''],
    ...Object.entries(filters).map(([name, values]): [string, string] => [name, (values ?? []).join(',')]),
    ['compare', compare === undefined ? '' : typeof compare === 'string' ? compare : compare.join(',')],
    ['orderBy', orderBy ?? ''],
    ['limit', limit === undefined ? '' : String(limit)],
    ['format', format],
  ];
  const written = parts.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${encoded(value)}`);
  return `api/v1/query?${written.join('&')}`;
}

/** Commas and colons may stand in a query and are easier to read. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** The line for a terminal. The token is the reader's own, so it stays a variable. */
export function curlLine(baseUrl: string, path: string): string {
  return `curl -H "Authorization: Bearer $VITRINE_TOKEN" '${baseUrl}/${path}'`;
}
