import { Controller, Get, Inject, Query } from '@nestjs/common';
import { aggregateQuerySchema, type AggregateQuery, type AggregateResponse } from '@vitrine/contracts';
import { ZodInput } from '../http/zod-input.js';
import { AggregateService } from './aggregate.service.js';

@Controller('api/v1/aggregates')
export class AggregateController {
  constructor(@Inject(AggregateService) private readonly aggregates: AggregateService) {}

  @Get()
  query(@Query(new ZodInput(aggregateQuerySchema, 400)) query: AggregateQuery): Promise<AggregateResponse> {
    return this.aggregates.query(query);
  }
}
