import { useQuery } from '@tanstack/react-query';
import { useAccess } from '../session/access.js';
import { useLive } from '../store/use-live.js';
import { describePerson, type Tiers } from '../words/describe-person.js';
import { duration } from '../words/format.js';
import { personLong } from '../words/person-words.js';
import { t } from '../words/t.js';

const LIKELY = 0.7;
const MAX_WORDS = 4;

/** Who is before a camera now, in words: age with its spread, gender where it is clear, and what they wear, where that can be trusted. */
export function PeopleList({ cameraId }: { readonly cameraId: string }) {
  const people = useLive((state) => [...state.people.values()].filter(({ visit }) => visit.cameraId === cameraId));
  const tiers = useTiers();
  return (
    <section>
      <h3>
        {t('{count, plural, =0 {Nobody in view} one {# person in view} other {# people in view}}', { count: people.length })}
      </h3>
      <ul className="people-list">
        {people.map(({ visit, shown }) => (
          <li key={visit.visitId}>
            <strong>{personLong(shown)}</strong>
            <span className="soft">
              {' '}
              · {t('for {time}', { time: duration(Math.floor((visit.atMs - visit.firstSeenAtMs) / 1_000) * 1_000) })}
            </span>
            <div className="soft">{likelyWords(visit.attributes, tiers)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function likelyWords(attributes: Parameters<typeof describePerson>[0], tiers: Tiers): string {
  return describePerson(attributes, tiers)
    .filter(({ probability, group }) => probability >= LIKELY && group !== 'Picture')
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, MAX_WORDS)
    .map(({ alone, words }) => t(alone ?? words))
    .join(', ');
}

/** The policy of this site: which attributes may be spoken of, and how far they can be trusted. */
export function useTiers(): Tiers {
  const { client } = useAccess();
  const { data } = useQuery({ queryKey: ['attributes'], queryFn: () => client.attributes(), staleTime: 60_000 });
  return new Map(data?.filter(({ enabled }) => enabled).map(({ name, tier }) => [name, tier]));
}
