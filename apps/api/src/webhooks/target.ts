import ipaddr from 'ipaddr.js';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';

/** Ranges that a site may open to its webhooks; every other special range stays shut whatever is configured. */
const MAY_BE_OPENED = new Set(['private', 'uniqueLocal', 'loopback', 'carrierGradeNat']);

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** An address that a webhook must not have. */
export class ForbiddenTargetError extends Error {
  override readonly name = 'ForbiddenTargetError';
}

/** Which machines a webhook may reach: those of the internet, and of this house only the networks that the site names. */
export class TargetRules {
  readonly #networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param networks such as `10.1.0.0/16` */
  constructor(networks: readonly string[]) {
    this.#networks = networks.map((network) => ipaddr.parseCIDR(network));
  }

  allows(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const plain = ipaddr.process(address);
    const range = plain.range();
    if (range === 'unicast') return true;
    return (
      MAY_BE_OPENED.has(range) && this.#networks.some(([net, bits]) => net.kind() === plain.kind() && plain.match(net, bits))
    );
  }

  /**
   * For `http.request`: resolves a name and refuses what it resolves to, at the very moment of connecting, so that a name that means
   * something else a second later gains nothing.
   */
  readonly lookup = (hostname: string, options: LookupOptions, done: Done): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '');
      const allowed = addresses.filter(({ address }) => this.allows(address));
      if (allowed.length === 0) return done(forbidden(hostname), '');
      if (options.all) done(null, allowed);
      else done(null, allowed[0]!.address, allowed[0]!.family);
    });
  };

  /** A literal address is not looked up, so it is judged here. @throws ForbiddenTargetError */
  refuseLiteral(url: URL): void {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host) && !this.allows(host)) throw forbidden(host);
  }
}

function forbidden(host: string): ForbiddenTargetError {
  return new ForbiddenTargetError(`${host} is inside this house; name its network in \`webhooks.networks\` if that is meant`);
}
