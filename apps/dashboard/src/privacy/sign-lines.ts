import type { PrivacyFacts } from '@vitrine/contracts';
import { t } from '../words/t.js';

/** What a passer-by should know, in a few sentences. */
export function signLines({ policy, attributes }: PrivacyFacts): string[] {
  const { retention, minimumGroup, privacy } = policy.policy;
  const on = attributes.filter(({ enabled }) => enabled).length;
  return [
    t('Cameras here count visitors.'),
    t(
      'A computer in this building estimates age and gender and {count} visible features, such as glasses. Nobody is recognised, and no picture is stored.',
      {
        count: on,
      },
    ),
    t('Counts are kept for {days} days. Groups of fewer than {group} people are not shown.', {
      days: retention.historyDays,
      group: minimumGroup,
    }),
    privacy === 'noisy' ? t('Published figures carry random noise, so that no single visit can be read out of them.') : '',
    t('Responsible: …   Purpose: …   Questions and objections: …'),
  ].filter((line) => line !== '');
}

/** The facts that a record of processing activities asks for. */
export function recordLines({ policy, stored, never, processed, protection }: PrivacyFacts): string[] {
  const { retention } = policy.policy;
  return [
    t('Controller: …'),
    t('Purpose and legal basis: …'),
    t('Persons concerned: everybody who passes a camera.'),
    `${t('Processed in memory')}: ${processed.join('; ')}`,
    `${t('Stored')}: ${stored.map(({ what, kept, seenBy }) => `${what} (${kept}; ${seenBy})`).join('; ')}`,
    `${t('Never stored')}: ${never.join('; ')}`,
    t('Deletion: minutes after {minutes}, history after {history}, audit log after {audit} days.', {
      minutes: retention.minutesDays,
      history: retention.historyDays,
      audit: retention.auditDays,
    }),
    `${t('Protection')}: ${protection.explained}`,
    ...protection.limits.map((limit) => `${t('Limit')}: ${limit}`),
    t('Policy version {version}, in force since {from}.', { version: policy.version, from: policy.from }),
  ];
}
