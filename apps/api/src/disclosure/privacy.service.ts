import { Inject, Injectable } from '@nestjs/common';
import { privacyFactsSchema, type PrivacyFacts } from '@vitrine/contracts';
import { privacyLoss } from '@vitrine/metrics';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceConfig } from '../config/load-config.js';
import { CONFIG } from '../config/tokens.js';
import { PolicyService } from '../policy/policy.service.js';
import { Publisher } from './publisher.js';

/** Written by `npm run test:privacy` when everything passed. */
const PROOF = fileURLToPath(new URL('../../privacy-proof.json', import.meta.url));

const LIMITS = [
  'The unit that is protected is one visit in one place: who comes n times, or passes n zones, is protected n times less.',
  'That somebody was there is not hidden: visits are counted exactly.',
  'Who may see live (`live:read`) sees what somebody on site could see, visit by visit; none of it is stored.',
] as const;

/** What is done with people's pictures, read from what runs. */
@Injectable()
export class PrivacyService {
  constructor(
    @Inject(CONFIG) private readonly config: ServiceConfig,
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(Publisher) private readonly publisher: Publisher,
  ) {}

  facts(): PrivacyFacts {
    const { picture } = this.config.worker.publish;
    return {
      policy: this.policy.current,
      attributes: this.policy.catalogue,
      processed: [
        'Frames of the cameras, in memory, until the next one replaces them.',
        'Faces in them: gender, age and the attributes that are switched on, averaged over a visit, in memory until the visit is over.',
      ],
      stored: this.#stored(),
      never: [
        'pictures, crops and recordings',
        'embeddings or any number by which a face could be found again',
        'lines about single visits or persons',
        'attributes that are switched off',
        'passwords and tokens in logs and answers',
      ],
      protection: this.#protection(),
      live: {
        explained:
          'The live page shows visits as they happen to who holds `live:read`. It is kept in memory for an hour at most and is never stored.',
        picture,
      },
      proved: readProof(),
      synthetic: this.publisher.standing.isSynthetic,
    };
  }

  #stored(): PrivacyFacts['stored'] {
    const { minutesDays, historyDays, auditDays } = this.policy.current.policy.retention;
    const where = 'database';
    const analysts = 'who holds `stats:read`';
    return [
      { what: 'visits and coverage by place and minute', where, kept: `${minutesDays} days`, seenBy: analysts },
      { what: 'visits and coverage by place and quarter hour', where, kept: `${historyDays} days`, seenBy: analysts },
      { what: 'published blocks of gender, age, dwell and attributes', where, kept: `${historyDays} days`, seenBy: analysts },
      {
        what: 'true counts of a block that is not closed yet',
        where,
        kept: 'until the block closes, 30 days at most',
        seenBy: 'nobody: no answer is made of them',
      },
      {
        what: 'settings of cameras with their addresses',
        where,
        kept: 'until deleted',
        seenBy: 'who holds `cameras:read`, without passwords',
      },
      { what: 'audit rows', where, kept: `${auditDays} days`, seenBy: 'administrators' },
      { what: 'exports', where: 'files of the data folder', kept: '24 hours', seenBy: 'who had them made' },
    ];
  }

  #protection(): PrivacyFacts['protection'] {
    const { privacy, reason, minimumGroup, blocks } = this.policy.current.policy;
    const rules = this.policy.book.rulesAt(Date.now());
    const begun = `Looks are published in blocks of at least ${blocks.looks.visits} visits (${blocks.looks.visitsAtMidnight} at midnight), each once.`;
    const explained = {
      noisy: `${begun} Each count carries noise that was drawn once; a value below ${minimumGroup} is not shown.`,
      grouped: `${begun} Groups of fewer than ${minimumGroup} are joined to larger ones; there is no noise.`,
      exact: `${begun} The counts are published as they are, which protects nobody. Reason: ${reason ?? 'none given'}.`,
    }[privacy];
    return { mode: privacy, explained, epsilon: rules.mode === 'noisy' ? privacyLoss(rules.noise) : null, limits: [...LIMITS] };
  }
}

function readProof(): PrivacyFacts['proved'] {
  if (!existsSync(PROOF)) return null;
  const parsed = privacyFactsSchema.shape.proved.safeParse(JSON.parse(readFileSync(PROOF, 'utf8')));
  return parsed.success ? parsed.data : null;
}
