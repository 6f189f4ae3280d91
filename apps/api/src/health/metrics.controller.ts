import { Controller, Get, Inject, Res } from '@nestjs/common';
import { LoopDelay } from '@vitrine/metrics';
import type { Response } from 'express';
import { Needs } from '../auth/needs.js';
import { CameraBoard } from '../cameras/camera-board.js';
import { CountWriter } from '../counts/count-writer.js';
import { Describe } from '../http/describe.js';
import { Webhooks } from '../webhooks/webhooks.js';
import { HealthService } from './health.service.js';
import { metricsText } from './metrics.js';

const US_PER_S = 1e6;

/** For Prometheus, with a token that has `system:read` (`authorization: { credentials_file: … }` of its scrape configuration). */
@Controller('metrics')
export class MetricsController {
  /** Of the time since the last scrape. */
  readonly #loopDelay = new LoopDelay();

  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(CameraBoard) private readonly board: CameraBoard,
    @Inject(CountWriter) private readonly counts: CountWriter,
    @Inject(Webhooks) private readonly webhooks: Webhooks,
  ) {}

  @Get()
  @Needs('system:read')
  @Describe({ summary: 'How the service fares, in Prometheus’ text format', produces: ['text/plain'] })
  async metrics(@Res() response: Response): Promise<void> {
    const { text, contentType } = await metricsText({
      service: this.health.status(),
      cameras: this.board.statuses(),
      analysedMs: this.counts.analysedMs,
      webhooks: this.webhooks.list(),
      process: this.#process(),
    });
    response.setHeader('Content-Type', contentType);
    response.send(text);
  }

  #process() {
    const { user, system } = process.cpuUsage();
    return {
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / US_PER_S,
      loopDelayP99Ms: this.#loopDelay.takeP99Ms(),
    };
  }
}
