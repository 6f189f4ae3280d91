import { Controller, Get, Inject } from '@nestjs/common';
import type { AttributePolicy } from '@vitrine/contracts';
import { AttributeFilter } from './attribute-filter.js';

@Controller('api/v1/attributes')
export class PolicyController {
  constructor(@Inject(AttributeFilter) private readonly filter: AttributeFilter) {}

  /** The 40 attributes with tier, reason and switch. */
  @Get()
  list(): readonly AttributePolicy[] {
    return this.filter.catalogue;
  }
}
