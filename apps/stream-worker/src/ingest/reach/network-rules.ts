import type { CameraSources } from '@vitrine/contracts';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Unspecified, link-local (cloud machines keep their own secrets there), multicast, broadcast. */
const NEVER = ['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32', '::/128', 'fe80::/10', 'ff00::/8'];
/** This machine: its own services trust whoever speaks from here. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
/** IPv4 in IPv6's clothes: the address that is meant are the last four bytes. */
const TRANSLATED = /^(?:::ffff:(?:0:)?|64:ff9b::|::)(?=[0-9a-f.:]+$)/;

/** Which addresses a camera may have. */
export class NetworkRules {
  readonly #never = listOf(NEVER);
  readonly #loopback = listOf(LOOPBACK);
  readonly #allowed: BlockList | null;

  constructor({ networks }: Pick<CameraSources, 'networks'>) {
    this.#allowed = networks === null ? null : listOf(networks);
  }

  /** @param address an IP address as the resolver gave it; anything else is refused */
  allows(address: string): boolean {
    const plain = withoutTranslation(address.toLowerCase());
    if (isIP(plain) === 0) return false;
    const isIn = (list: BlockList) => list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
    if (isIn(this.#never)) return false;
    return this.#allowed === null ? !isIn(this.#loopback) : isIn(this.#allowed);
  }
}

function listOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', prefix = ''] = cidr.split('/');
    list.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}

function withoutTranslation(address: string): string {
  if (address === '::' || address === '::1') return address;
  const rest = address.replace(TRANSLATED, '');
  if (rest === address) return address;
  if (isIPv4(rest)) return rest;
  // Two groups of 16 bits.
  const groups = /^(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(rest);
  if (!groups) return address;
  const bits = (parseInt(groups[1] ?? '0', 16) << 16) | parseInt(groups[2]!, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}
