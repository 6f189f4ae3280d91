import { Controller, Get, Header, Inject } from '@nestjs/common';
import { privacyFactsSchema, type PrivacyFacts } from '@vitrine/contracts';
import { Needs } from '../auth/needs.js';
import { Describe } from '../http/describe.js';
import { processingRecord, signText } from './privacy-texts.js';
import { PrivacyService } from './privacy.service.js';

@Controller('api/v1/privacy')
@Needs('stats:read')
export class PrivacyController {
  constructor(@Inject(PrivacyService) private readonly privacy: PrivacyService) {}

  @Get()
  @Describe({
    summary: 'What is processed, stored, for how long, seen by whom, and when that was last proved',
    answer: privacyFactsSchema,
  })
  facts(): PrivacyFacts {
    return this.privacy.facts();
  }

  @Get('sign')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Describe({ summary: 'Text for the door, of what is configured', produces: ['text/plain'] })
  sign(): string {
    return signText(this.privacy.facts());
  }

  @Get('record')
  @Header('Content-Type', 'text/markdown; charset=utf-8')
  @Describe({ summary: 'The facts of a record of processing, in Markdown', produces: ['text/markdown'] })
  record(): string {
    return processingRecord(this.privacy.facts());
  }
}
