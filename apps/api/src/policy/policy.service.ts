import { Inject, Injectable } from '@nestjs/common';
import {
  splitPlace,
  type AttributeName,
  type AttributePolicy,
  type CountReport,
  type Policy,
  type PolicyPatch,
  type PolicyVersion,
  type VisitUpdate,
} from '@vitrine/contracts';
import { attributeIndex, attributeOfCell } from '@vitrine/metrics';
import { CONFIG } from '../config/tokens.js';
import type { ServiceConfig } from '../config/load-config.js';
import { PolicyStore } from '../store/policy-store.js';
import { configuredPolicy, PolicyBook, viewOf } from './policy-book.js';

export type PolicyListener = (after: PolicyVersion, before: PolicyVersion) => void;

/** The policy of now: what is counted, how it is published, how long it is kept. Each change is a new version. */
@Injectable()
export class PolicyService {
  #book: PolicyBook;
  #changed: Promise<unknown> = Promise.resolve();
  readonly #listeners: PolicyListener[] = [];

  constructor(
    @Inject(PolicyStore) private readonly store: PolicyStore,
    @Inject(CONFIG) private readonly config: ServiceConfig,
  ) {
    // What the configuration says holds until the stored versions are read.
    this.#book = new PolicyBook([{ version: 0, fromMs: 0, policy: configuredPolicy(config.history, config.attributes) }]);
  }

  get book(): PolicyBook {
    return this.#book;
  }

  get current(): PolicyVersion {
    return viewOf(this.#book.current);
  }

  /** The 40 attributes with tier, reason and the site's switch of now. */
  get catalogue(): AttributePolicy[] {
    const { site } = this.#book.current.policy.attributes;
    return this.config.attributes.map((policy) => ({ ...policy, enabled: site[policy.name] ?? policy.enabled }));
  }

  /** @param listener hears of each change after it is stored */
  listen(listener: PolicyListener): void {
    this.#listeners.push(listener);
  }

  /** Reads the stored versions. What the configuration says otherwise than when it was last read becomes a new version. */
  async load(): Promise<void> {
    const configured = configuredPolicy(this.config.history, this.config.attributes);
    const stored = await this.store.list();
    if (stored.length > 0) this.#book = new PolicyBook(stored);
    const last = stored.at(-1)?.policy as (Policy & { configured?: Policy }) | undefined;
    const before = last?.configured ?? null;
    if (before !== null && JSON.stringify(before) === JSON.stringify(configured)) return;
    const policy =
      last === undefined || before === null ? configured : reconfigured(this.#book.current.policy, before, configured);
    await this.#append(policy);
    if (stored.length === 0) this.#book = new PolicyBook([this.#book.current]);
  }

  /** @returns the version that now holds */
  change(patch: PolicyPatch): Promise<PolicyVersion> {
    const result = this.#changed.then(async () => {
      const before = this.current;
      await this.#append(patched(this.#book.current.policy, patch));
      for (const listener of this.#listeners) listener(this.current, before);
      return this.current;
    });
    this.#changed = result.catch(() => undefined);
    return result;
  }

  /** @returns the update without the attributes that are switched off; nothing in the api sees the original */
  apply(visit: VisitUpdate): VisitUpdate {
    const allowed = this.#book.allowed(visit.cameraId);
    const kept = Object.entries(visit.attributes).filter(([name]) => allowed.has(name as AttributeName));
    return { ...visit, attributes: Object.fromEntries(kept) };
  }

  /** @returns of the cells that were counted in that place those that the policy of now lets out of its camera */
  countable(place: string, cells: CountReport['changes'][number]['cells']): CountReport['changes'][number]['cells'] {
    const allowed = new Set([...this.#book.allowed(splitPlace(place).cameraId)].map(attributeIndex));
    return cells.filter(([cell]) => attributeOfCell(cell) === null || allowed.has(attributeOfCell(cell)!));
  }

  async #append(policy: Policy): Promise<void> {
    const version = { version: this.#book.current.version + 1, fromMs: Date.now(), policy };
    const configured = configuredPolicy(this.config.history, this.config.attributes);
    await this.store.append({ ...version, policy: { ...policy, configured } });
    this.#book.add(version);
  }
}

/** A setting that the configuration has changed since wins over what was changed at run time; others stay. */
function reconfigured(policy: Policy, before: Policy, now: Policy): Policy {
  const isSame = (key: keyof Policy) => JSON.stringify(before[key]) === JSON.stringify(now[key]);
  const switches = Object.entries(now.attributes.site).filter(
    ([name, on]) => before.attributes.site[name as AttributeName] !== on,
  );
  return {
    ...now,
    minimumGroup: isSame('minimumGroup') ? policy.minimumGroup : now.minimumGroup,
    retention: isSame('retention') ? policy.retention : now.retention,
    attributes: { ...policy.attributes, site: { ...policy.attributes.site, ...Object.fromEntries(switches) } },
  };
}

function patched(policy: Policy, { minimumGroup, retention, attributes }: PolicyPatch): Policy {
  const given = <T>(values: Readonly<Record<string, T | undefined>> | undefined) =>
    Object.fromEntries(Object.entries(values ?? {}).filter((entry): entry is [string, T & {}] => entry[1] !== undefined));
  const cameras = { ...policy.attributes.cameras };
  for (const [cameraId, switches] of Object.entries(attributes?.cameras ?? {})) {
    if (switches === null) delete cameras[cameraId];
    else cameras[cameraId] = switches;
  }
  return {
    ...policy,
    minimumGroup: minimumGroup ?? policy.minimumGroup,
    retention: { ...policy.retention, ...given(retention) },
    attributes: { site: { ...policy.attributes.site, ...given(attributes?.site) }, cameras },
  };
}
