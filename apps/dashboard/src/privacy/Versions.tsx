import type { PolicyVersion } from '@vitrine/contracts';
import { dateAndTime } from '../words/format.js';
import { t } from '../words/t.js';
import { usePolicyVersions } from './use-privacy.js';

/** The policy's course: what changed when. Who changed it stands in the audit log. */
export function Versions({ current }: { readonly current: number }) {
  const { data } = usePolicyVersions();
  if (!data) return null;
  return (
    <section className="panel" aria-labelledby="versions-title">
      <div className="panel-head">
        <h2 id="versions-title">{t('Versions of the policy')}</h2>
      </div>
      <ol className="versions">
        {data.toReversed().map((version, index, all) => (
          <li key={version.version}>
            <strong>{t('Version {version}', { version: version.version })}</strong>
            {version.version === current && ` · ${t('in force')}`}
            <time className="soft"> · {dateAndTime(Date.parse(version.from))}</time>
            <div className="soft">{changesOf(version, all[index + 1]).join('; ') || t('as configured')}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** @returns what differs from the version before, field by field */
function changesOf({ policy }: PolicyVersion, before: PolicyVersion | undefined): string[] {
  if (!before) return [];
  const old = flat(before.policy);
  return Object.entries(flat(policy)).flatMap(([name, value]) =>
    old[name] === value ? [] : [`${name}: ${old[name] ?? '–'} → ${value}`],
  );
}

function flat(value: object, path = ''): Record<string, string> {
  return Object.entries(value).reduce<Record<string, string>>((found, [name, part]: [string, unknown]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return typeof part === 'object' && part !== null ? { ...found, ...flat(part, at) } : { ...found, [at]: String(part) };
  }, {});
}
