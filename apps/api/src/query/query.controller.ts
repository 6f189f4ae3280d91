import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query as Parameters, Res } from '@nestjs/common';
import {
  DIMENSIONS,
  EXPORT_FORMATS,
  metricSchema,
  queryAnswerSchema,
  querySchemaAnswerSchema,
  PLAIN_METRICS,
  querySchema,
  type ExportFormat,
  type PlainMetric,
  type Query,
  type QuerySchemaAnswer,
} from '@vitrine/contracts';
import type { Response } from 'express';
import { Needs, Who } from '../auth/needs.js';
import type { Principal } from '../auth/principal.js';
import { CONTENT_TYPES, rowEncoder } from '../exports/row-file.js';
import { Describe } from '../http/describe.js';
import { Problem } from '../http/problem.js';
import { ZodInput } from '../http/zod-input.js';
import { PolicyService } from '../policy/policy.service.js';
import { readParameters } from './parameters.js';
import { QueryService } from './query.service.js';
import { dimensionValues } from './vocabulary.js';

const EXACT: readonly PlainMetric[] = ['visits', 'coverage', 'analysedS', 'conversion'];

interface AnswerHeaders {
  readonly accept?: string;
  readonly 'if-none-match'?: string;
}

interface Asked {
  readonly query: Query;
  readonly format: ExportFormat;
  readonly headers: AnswerHeaders;
  readonly who: Principal;
}

/** One question, two doors: a JSON body, or parameters of the same names for curl, spreadsheets and Grafana. */
@Controller('api/v1/query')
@Needs('stats:read')
export class QueryController {
  constructor(
    @Inject(QueryService) private readonly queries: QueryService,
    @Inject(PolicyService) private readonly policy: PolicyService,
  ) {}

  @Get('schema')
  @Describe({ summary: 'What can be asked for: metrics and dimensions with units and meaning', answer: querySchemaAnswerSchema })
  schema(): QuerySchemaAnswer {
    const shares = this.policy.catalogue
      .filter(({ enabled }) => enabled)
      .map(({ name, reason }) => ({
        name: `share_${name}`,
        unit: 'share',
        meaning: `Visits with ${name.replaceAll('_', ' ')}, 0–1; ${reason}`,
        exact: false,
      }));
    const plain = metricSchema.options.flatMap((name) =>
      name in PLAIN_METRICS ? [{ name, ...PLAIN_METRICS[name as PlainMetric], exact: EXACT.includes(name as PlainMetric) }] : [],
    );
    const dimensions = Object.entries(DIMENSIONS).map(([name, meaning]) => ({ name, meaning, ...dimensionValues(name) }));
    return { metrics: [...plain, ...shares], dimensions };
  }

  @Get()
  @Describe({
    summary: 'Ask for counts, by parameters of the same names as the body has',
    answer: queryAnswerSchema,
    errors: [406, 422],
  })
  async get(
    @Parameters() parameters: Record<string, unknown>,
    @Headers() headers: AnswerHeaders,
    @Who() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const { query, format } = readParameters(parameters);
    await this.#answer({ query, format: format ?? formatOf(headers.accept), headers, who }, response);
  }

  @Post()
  @HttpCode(200)
  @Describe({ summary: 'Ask for counts, by a JSON body', answer: queryAnswerSchema, errors: [406, 422] })
  async post(
    @Body(new ZodInput(querySchema)) query: Query,
    @Headers() headers: AnswerHeaders,
    @Who() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    await this.#answer({ query, format: formatOf(headers.accept), headers, who }, response);
  }

  async #answer({ query, format, headers, who }: Asked, response: Response): Promise<void> {
    const prepared = await this.queries.prepare(query, who);
    const etag = `${prepared.etag.slice(0, -1)}-${format}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.vary('Accept');
    if (headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    const { rows, meta } = await this.queries.answer(prepared);
    const encoder = rowEncoder(format, meta.columns);
    response.setHeader('Content-Type', CONTENT_TYPES[format]);
    if (meta.warnings.length > 0) response.setHeader('X-Vitrine-Warnings', JSON.stringify(meta.warnings));
    if (meta.synthetic) response.setHeader('X-Vitrine-Synthetic', 'true');
    response.end(Buffer.concat([encoder.rows(rows), encoder.end(meta)]));
  }
}

/** JSON where nothing else is asked for. @throws Problem 406 for what is not made here */
function formatOf(accept: string | undefined): ExportFormat {
  if (accept === undefined) return 'json';
  const wanted = accept.split(',').map((type) => type.split(';')[0]!.trim());
  for (const type of wanted) {
    if (type === '*/*' || type === 'application/*') return 'json';
    const format = EXPORT_FORMATS.find((name) => CONTENT_TYPES[name].startsWith(`${type};`) || CONTENT_TYPES[name] === type);
    if (format) return format;
  }
  throw new Problem(406, {
    code: 'format_unknown',
    message: `No answer is made as \`${accept.slice(0, 100)}\`.`,
    remedy: `Accept one of ${Object.values(CONTENT_TYPES).join(', ')}, or set \`format\` to ${EXPORT_FORMATS.join(', ')}.`,
    field: 'Accept',
  });
}
