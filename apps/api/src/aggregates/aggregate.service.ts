import { Inject, Injectable } from '@nestjs/common';
import type { AggregateQuery, AggregateResponse } from '@vitrine/contracts';
import {
  addCounts,
  MINUTE_MS,
  minuteStart,
  toAggregateCounts,
  TooManyBucketsError,
  zeroCounts,
  ZoneClock,
  zonedBuckets,
  type TimeBucket,
} from '@vitrine/metrics';
import { CameraBoard } from '../cameras/camera-board.js';
import { CONFIG } from '../config/config.module.js';
import { isTimeZone } from '../config/config.schema.js';
import type { ServiceConfig } from '../config/load-config.js';
import { Problem } from '../http/problem.js';
import { AttributeFilter } from '../policy/attribute-filter.js';
import { STORE } from '../store/store.module.js';
import type { Store } from '../store/store.js';
import { AggregateWriter } from './aggregate-writer.js';
import { viewBucket } from './bucket-view.js';

/** Two days of minutes, four months of hours, eight years of days. */
const MAX_BUCKETS = 3_000;

/** Answers questions about the past from the store. */
@Injectable()
export class AggregateService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(AggregateWriter) private readonly writer: AggregateWriter,
    @Inject(CONFIG) private readonly config: ServiceConfig,
    @Inject(AttributeFilter) private readonly filter: AttributeFilter,
    @Inject(CameraBoard) private readonly board: CameraBoard,
  ) {}

  /**
   * Counts are kept by the minute, so the range is widened to whole minutes; the answer's `from` and `to` are the widened ones.
   * @throws Problem 400 for a range, zone or number of buckets that cannot be answered, 404 for a camera that never was
   */
  async query(query: AggregateQuery): Promise<AggregateResponse> {
    const clock = this.#clockOf(query.tz ?? this.config.siteTimeZone);
    const range = rangeOf(query);
    const buckets = cut(range, query, clock);
    const cameraId = query.cameraId ?? null;
    if (cameraId !== null) await this.#mustKnow(cameraId);
    await this.writer.flush();
    const filled = await this.store.sumMinutes(buckets, cameraId);
    const total = zeroCounts();
    for (const { counts } of filled) addCounts(total, counts);
    const viewing = { clock, shown: this.filter.allowed };
    return {
      from: clock.iso(range.fromMs),
      to: clock.iso(range.toMs),
      bucket: query.bucket,
      tz: clock.timeZone,
      cameraId,
      total: toAggregateCounts(total, this.filter.allowed),
      buckets: filled.map(({ bucket, counts }) => viewBucket(bucket, cameraId, counts, viewing)),
    };
  }

  #clockOf(tz: string): ZoneClock {
    if (isTimeZone(tz)) return new ZoneClock(tz);
    throw new Problem(400, {
      code: 'time_zone_unknown',
      message: `\`tz\`: there is no IANA time zone \`${tz.slice(0, 64)}\`.`,
      remedy: 'Write one such as Europe/Berlin, or leave it out for the site’s own.',
      field: 'tz',
    });
  }

  async #mustKnow(cameraId: string): Promise<void> {
    if (this.board.spec(cameraId) || (await this.store.hasCounts(cameraId))) return;
    throw new Problem(404, {
      code: 'camera_unknown',
      message: `\`cameraId\`: there is no camera \`${cameraId}\` and never were counts of one.`,
      remedy: 'GET /api/v1/cameras lists the cameras; leave it out for the sum over all.',
      field: 'cameraId',
    });
  }
}

function rangeOf({ from, to }: AggregateQuery): { fromMs: number; toMs: number } {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs <= toMs) return { fromMs: minuteStart(fromMs), toMs: minuteStart(toMs + MINUTE_MS - 1) };
  throw new Problem(400, {
    code: 'range_reversed',
    message: `\`from\` (${from}) is later than \`to\` (${to}).`,
    remedy: 'Swap them.',
    field: 'from',
  });
}

function cut(range: { fromMs: number; toMs: number }, { bucket }: AggregateQuery, clock: ZoneClock): TimeBucket[] {
  try {
    return zonedBuckets(range, bucket, clock, MAX_BUCKETS);
  } catch (error) {
    if (!(error instanceof TooManyBucketsError)) throw error;
    throw new Problem(400, {
      code: 'too_many_buckets',
      message: `The range has more than ${MAX_BUCKETS} buckets of one ${bucket}.`,
      remedy: `Ask for a shorter range${bucket === 'day' ? '' : ' or a larger `bucket`'}.`,
      field: 'bucket',
    });
  }
}
