import { Inject, Injectable } from '@nestjs/common';
import { querySchema, splitPlace, type Metric, type Row } from '@vitrine/contracts';
import type { Published } from '@vitrine/metrics';
import type { Unnumbered } from '../live/wire.js';
import { QueryService } from '../query/query.service.js';

/** What a block of looks has figures of. */
export const PUBLISHED_METRICS = ['women', 'men', 'genderUnknown', 'dwellMedianS', 'dwellP90S'] as const satisfies Metric[];

/** Writes what subscribers of `published` and webhooks hear of new blocks. Its figures are answers of the query service, as REST has them. */
@Injectable()
export class PublishedMessages {
  constructor(@Inject(QueryService) private readonly queries: QueryService) {}

  /** A block of attributes is made of blocks of looks, and not told again. @returns one message for each block of looks */
  async of(blocks: readonly Published[]): Promise<Unnumbered[]> {
    const messages: Unnumbered[] = [];
    for (const block of blocks) {
      if (block.kind !== 'looks') continue;
      const { place, startMs: fromMs, endMs: toMs, visits } = block;
      messages.push({
        type: 'published',
        ...splitPlace(place),
        atMs: Date.now(),
        fromMs,
        toMs,
        visits,
        figures: await this.#figures(block),
      });
    }
    return messages;
  }

  async #figures({ place, startMs, endMs }: Published): Promise<Row> {
    const { cameraId, zoneId } = splitPlace(place);
    const filters = { camera: [cameraId], ...(zoneId === null ? {} : { zone: [zoneId] }) };
    const query = querySchema.parse({ metrics: PUBLISHED_METRICS, filters, from: startMs, to: endMs });
    const { rows } = await this.queries.answer(await this.queries.prepare(query, { cameraIds: null }));
    return rows[0]!;
  }
}
