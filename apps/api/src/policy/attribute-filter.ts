import type { AttributeName, AttributePolicy, TrackUpdate } from '@vitrine/contracts';

/** What this site lets out of the networks. Built once: switches change with the configuration, at start. */
export class AttributeFilter {
  readonly allowed: ReadonlySet<AttributeName>;

  constructor(readonly catalogue: readonly AttributePolicy[]) {
    this.allowed = new Set(catalogue.filter(({ enabled }) => enabled).map(({ name }) => name));
  }

  /** @returns the update without the attributes that are switched off; nothing in the api sees the original */
  apply(track: TrackUpdate): TrackUpdate {
    const kept = Object.entries(track.attributes).filter(([name]) => this.allowed.has(name as AttributeName));
    return { ...track, attributes: Object.fromEntries(kept) };
  }
}
