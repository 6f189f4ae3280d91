import type { LiveGateway } from '../live/live-gateway.js';
import type { Unnumbered } from '../live/wire.js';
import type { PolicyService } from '../policy/policy.service.js';
import { CameraTroubles } from './camera-troubles.js';
import type { Webhooks } from './webhooks.js';

interface Sources {
  readonly live: Pick<LiveGateway, 'tap'>;
  readonly policy: Pick<PolicyService, 'listen'>;
}

/** Lets the webhooks hear what a subscriber hears, and what changes in the policy. */
export function feedWebhooks(webhooks: Webhooks, { live, policy }: Sources): void {
  const troubles = new CameraTroubles();
  live.tap((message) => hear(message, webhooks, troubles));
  policy.listen((after, before) => {
    webhooks.tell({ event: 'policy.changed', cameraId: null, data: { version: after.version, before: before.version } });
  });
}

function hear(message: Unnumbered, webhooks: Webhooks, troubles: CameraTroubles): void {
  if (message.type === 'camera') {
    const told = troubles.observe(message, message.name);
    if (told) webhooks.tell(told);
  } else if (message.type === 'camera-removed') {
    troubles.forget(message.cameraId);
    webhooks.tell({ event: 'camera.removed', cameraId: message.cameraId, data: {} });
  } else if (message.type === 'published') {
    const { cameraId, zoneId, fromMs, toMs, visits, figures } = message;
    webhooks.tell({ event: 'block.published', cameraId, data: { zoneId, fromMs, toMs, visits, figures } });
  }
}
