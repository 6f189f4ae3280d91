import {
  ATTRIBUTE_NAMES,
  policySchema,
  type AttributeName,
  type AttributePolicy,
  type HistoryConfig,
  type Policy,
  type PolicyVersion,
} from '@vitrine/contracts';
import { attributeIndex, QUARTER_MS, rationalOf, type DisclosureRules, type TimeRange } from '@vitrine/metrics';

interface Version {
  readonly version: number;
  readonly fromMs: number;
  readonly policy: Policy;
}

const DEFAULT_GROUP = { noisy: 10, grouped: 20, exact: 10 } as const;

/** Every version of the policy that ever held, and what each says about a visit, a block, a camera. */
export class PolicyBook {
  /** Ascending; never empty. */
  #versions: Version[];

  constructor(versions: readonly { readonly version: number; readonly fromMs: number; readonly policy: unknown }[]) {
    this.#versions = versions.map((stored) => ({ ...stored, policy: policySchema.parse(stored.policy) }));
  }

  get current(): Version {
    return this.#versions.at(-1)!;
  }

  get versions(): PolicyVersion[] {
    return this.#versions.map(viewOf);
  }

  add(version: Version): void {
    this.#versions = [...this.#versions, version];
  }

  at(atMs: number): Version {
    return this.#versions.findLast(({ fromMs }) => fromMs <= atMs) ?? this.#versions[0]!;
  }

  /** @returns whether blocks end with this quarter hour's end because what protects looks changes within it */
  isCut(endMs: number): boolean {
    return this.#versions.some(({ fromMs, policy }, index) => {
      const before = this.#versions[index - 1]?.policy;
      return (
        before !== undefined && fromMs > endMs - QUARTER_MS && fromMs <= endMs && protectionOf(before) !== protectionOf(policy)
      );
    });
  }

  rulesAt(atMs: number): DisclosureRules {
    const { privacy, noise, minimumGroup } = this.at(atMs).policy;
    if (privacy === 'exact') return { mode: 'exact' };
    if (privacy === 'grouped') return { mode: 'grouped', minimumGroup };
    const { looksScale, dwellScale, attributeRho } = noise;
    return {
      mode: 'noisy',
      noise: {
        looksScale: rationalOf(looksScale),
        dwellScale: rationalOf(dwellScale),
        attributeRho: rationalOf(attributeRho),
      },
    };
  }

  /** @returns what the policy of now lets out of that camera */
  allowed(cameraId: string): ReadonlySet<AttributeName> {
    return allowedBy(this.current.policy, cameraId);
  }

  /** Attributes that the policy of now lets out of some camera. */
  get shown(): ReadonlySet<AttributeName> {
    const cameraIds = ['', ...Object.keys(this.current.policy.attributes.cameras)];
    return new Set(cameraIds.flatMap((cameraId) => [...this.allowed(cameraId)]));
  }

  /** @returns indices of attributes that every version of that time let out: no other is in a block whole */
  attributesDuring(cameraId: string, { startMs, endMs }: TimeRange): number[] {
    const held = this.#versions.filter(({ fromMs }) => fromMs > startMs && fromMs < endMs);
    const sets = [this.at(startMs), ...held].map(({ policy }) => allowedBy(policy, cameraId));
    return ATTRIBUTE_NAMES.filter((name) => sets.every((set) => set.has(name))).map(attributeIndex);
  }
}

export function viewOf({ version, fromMs, policy }: Version): PolicyVersion {
  return { version, from: new Date(fromMs).toISOString(), policy };
}

/** @param catalogue with the configuration's switches. @returns the policy as the configuration alone has it */
export function configuredPolicy(history: HistoryConfig, catalogue: readonly AttributePolicy[]): Policy {
  const site = Object.fromEntries(catalogue.map(({ name, enabled }) => [name, enabled]));
  const { privacy, reason, blocks, noise, retention } = history;
  const minimumGroup = history.minimumGroup ?? DEFAULT_GROUP[privacy];
  return { privacy, reason, minimumGroup, blocks, noise, retention, attributes: { site, cameras: {} } };
}

function allowedBy({ attributes: { site, cameras } }: Policy, cameraId: string): ReadonlySet<AttributeName> {
  const switches = { ...site, ...cameras[cameraId] };
  return new Set(ATTRIBUTE_NAMES.filter((name) => switches[name] === true));
}

/** What must not change within a block. Retention, and the group below which a value is not shown, may; the latter not where it shapes the block. */
function protectionOf({ privacy, noise, blocks, attributes, minimumGroup }: Policy): string {
  return JSON.stringify([privacy, noise, blocks, attributes, privacy === 'grouped' ? minimumGroup : null]);
}
