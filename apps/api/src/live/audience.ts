import { ageBracketOf, type AgeBracket, type Audience, type Gender, type VisitUpdate } from '@vitrine/contracts';

/** A visit of which nothing was heard for this long has left, whatever became of its last word. */
const FORGET_MS = 60_000;

interface Present {
  readonly cameraId: string;
  readonly zoneIds: readonly string[];
  readonly gender: Gender;
  readonly age: AgeBracket;
  readonly heardAtMs: number;
}

/** Who is before each camera and in each of its zones now. In memory; nothing here outlives a visit. */
export class AudienceBoard {
  readonly #present = new Map<string, Present>();
  /** Places somebody was at when last looked: they are told once that nobody is there any more. */
  #occupied = new Map<string, { cameraId: string; zoneId: string | null }>();

  constructor(
    private readonly atLeast: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  observe(visit: VisitUpdate): void {
    const { cameraId, gender, final } = visit;
    if (final) this.#present.delete(visit.visitId);
    else {
      const age = ageBracketOf(visit.ageYears);
      this.#present.set(visit.visitId, { cameraId, zoneIds: visit.zoneIds, gender, age, heardAtMs: this.nowMs() });
    }
  }

  remove(cameraId: string): void {
    for (const [visitId, present] of this.#present) if (present.cameraId === cameraId) this.#present.delete(visitId);
  }

  /** @param atMs UTC epoch ms. @returns one for each place where somebody is or was at the last look */
  look(atMs: number): Audience[] {
    const people = new Map<string, Present[]>();
    const places = new Map<string, { cameraId: string; zoneId: string | null }>();
    const add = (present: Present, zoneId: string | null) => {
      const key = `${present.cameraId}/${zoneId ?? ''}`;
      people.set(key, [...(people.get(key) ?? []), present]);
      places.set(key, { cameraId: present.cameraId, zoneId });
    };
    for (const [visitId, present] of this.#present) {
      if (this.nowMs() - present.heardAtMs > FORGET_MS) this.#present.delete(visitId);
      else for (const zoneId of [null, ...present.zoneIds]) add(present, zoneId);
    }
    const all = new Map([...this.#occupied, ...places]);
    this.#occupied = places;
    return [...all].map(([key, place]) => ({ ...place, atMs, ...this.#summary(people.get(key) ?? []) }));
  }

  #summary(present: readonly Present[]): Pick<Audience, 'people' | 'groups' | 'atLeast'> {
    const { atLeast } = this;
    return { people: present.length, groups: present.length < atLeast ? null : groupsOf(present), atLeast };
  }
}

function groupsOf(present: readonly Present[]): NonNullable<Audience['groups']> {
  const counts = new Map<string, { gender: Gender; age: AgeBracket; people: number }>();
  for (const { gender, age } of present) {
    const key = `${gender}/${age}`;
    counts.set(key, { gender, age, people: (counts.get(key)?.people ?? 0) + 1 });
  }
  return [...counts.values()];
}
