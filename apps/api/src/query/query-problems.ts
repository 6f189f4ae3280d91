import { MAX_ROWS, splitPlace, type Query } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { Asker } from './query.service.js';

export function tooManyRows(rows: number): Problem {
  return new Problem(422, {
    code: 'too_many_rows',
    message: `The answer would have ${rows} rows or more; one answer has ${MAX_ROWS} at most.`,
    remedy: 'Ask for a coarser bucket or a shorter range, or have it made as a file: POST /api/v1/exports.',
    field: 'groupBy',
  });
}

/** A place that the caller may not see is as if it were not there. */
export function mustSee(conversion: NonNullable<Query['conversion']>, counted: readonly string[], { cameraIds }: Asker): void {
  for (const [field, place] of Object.entries(conversion)) {
    if (counted.includes(place) && (cameraIds?.has(splitPlace(place).cameraId) ?? true)) continue;
    throw new Problem(422, {
      code: 'place_unknown',
      message: `\`conversion.${field}\`: nothing was ever counted at a place \`${place.slice(0, 64)}\`.`,
      remedy: 'Name a camera, or a zone as `camera/zone`.',
      field: `conversion.${field}`,
    });
  }
}

export function conversionIncomplete(): Problem {
  return new Problem(422, {
    code: 'conversion_incomplete',
    message: 'The metric `conversion` and the field `conversion` (`from` and `to`, two places) go together.',
    remedy: 'Give both, such as {"metrics":["conversion"],"conversion":{"from":"entrance","to":"shop"}}.',
    field: 'conversion',
  });
}

export function columnUnknown(column: string, columns: readonly string[]): Problem {
  return new Problem(422, {
    code: 'column_unknown',
    message: `\`orderBy\`: the rows have no column \`${column.slice(0, 64)}\`.`,
    remedy: `Choose of ${columns.join(', ')}.`,
    field: 'orderBy',
  });
}

export function zoneUnknown(tz: string): Problem {
  return new Problem(422, {
    code: 'time_zone_unknown',
    message: `\`tz\`: there is no IANA time zone \`${tz.slice(0, 64)}\`.`,
    remedy: 'Write one such as Europe/Berlin, or leave it out for the site’s own.',
    field: 'tz',
  });
}
