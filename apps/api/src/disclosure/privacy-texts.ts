import type { PrivacyFacts } from '@vitrine/contracts';

const PICTURES = {
  none: 'Staff see no picture, only outlines of where people stand.',
  mosaic: 'Staff may see a live picture in which faces are covered.',
  clear: 'Staff may see a live picture in which faces are not covered.',
} as const satisfies Record<PrivacyFacts['live']['picture'], string>;

/** Text for the door, from the facts. The site adds who it is and whom to ask. */
export function signText({ attributes, policy, live }: PrivacyFacts): string {
  const switchedOn = attributes.filter(({ enabled }) => enabled).map(({ name }) => name.replaceAll('_', ' ').toLowerCase());
  const { historyDays } = policy.policy.retention;
  return [
    'CAMERAS COUNT VISITS HERE',
    '',
    'Cameras in this place count how many people pass and estimate, for groups and never for one person, their gender and age',
    `${switchedOn.length > 0 ? `and visible features (${switchedOn.join(', ')})` : 'and no other feature'}.`,
    '',
    'No picture is recorded. Nobody is recognised: no name, no face and nothing by which a face could be found again is stored.',
    PICTURES[live.picture],
    `What is kept are counts of groups, for ${historyDays} days.`,
    '',
    'Responsible: [name and address]. Questions: [contact]. Data protection officer: [contact].',
    '',
  ].join('\n');
}

/** The facts of a record of processing (GDPR, Article 30), in Markdown. What only the operator knows stands in brackets. */
export function processingRecord({ policy, processed, stored, never, protection, proved, attributes }: PrivacyFacts): string {
  const rows = stored.map(({ what, where, kept, seenBy }) => `| ${what} | ${where} | ${kept} | ${seenBy} |`);
  const switchedOn = attributes.filter(({ enabled }) => enabled).map(({ name }) => name);
  return [
    '# Record of processing: counting of visits by cameras',
    '',
    'Controller: [name, address]. Representative and data protection officer: [contacts]. Purpose: [purpose]. Legal basis: [basis].',
    '',
    `As configured in policy version ${policy.version}, in force since ${policy.from}.`,
    '',
    '## What is processed',
    ...processed.map((line) => `- ${line}`),
    `- Attributes that are switched on: ${switchedOn.length > 0 ? switchedOn.join(', ') : 'none'}.`,
    '',
    '## What is stored, for how long, and who sees it',
    '',
    '| what | where | kept | seen by |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## What is never stored',
    ...never.map((line) => `- ${line}`),
    '',
    '## Protection',
    `- Mode \`${protection.mode}\`. ${protection.explained}`,
    ...(protection.epsilon ? [`- ε = ${protection.epsilon.all.toFixed(2)} at δ = 10⁻⁶ for one visit in one place.`] : []),
    ...protection.limits.map((line) => `- Limit: ${line}`),
    proved
      ? `- The tests of these promises (${proved.tests}) last passed on this installation at ${proved.at}, release ${proved.version}.`
      : '- The tests of these promises never ran on this installation (`npm run test:privacy`).',
    '',
    '## Recipients and transfers',
    '- None by the service itself. [Who receives exports.]',
    '',
  ].join('\n');
}
