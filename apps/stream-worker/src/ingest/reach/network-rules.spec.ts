import { describe, expect, it } from 'vitest';
import { NetworkRules } from './network-rules.js';

const NEVER = [
  '0.0.0.0',
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'ff02::1',
];
const LOOPBACK = [
  '127.0.0.1',
  '127.9.9.9',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::7f00:1',
];
const ELSEWHERE = ['192.168.1.20', '10.0.0.1', '203.0.113.9', '2001:db8::1', '::ffff:192.168.1.20', 'fd00::1'];

describe('without a list', () => {
  const rules = new NetworkRules({ networks: null });
  it.each([...NEVER, ...LOOPBACK])('%s is refused', (address) => expect(rules.allows(address)).toBe(false));
  it.each(ELSEWHERE)('%s is allowed', (address) => expect(rules.allows(address)).toBe(true));
});

describe('with a list', () => {
  const rules = new NetworkRules({ networks: ['192.168.1.0/24', 'fd00::/8', '127.0.0.1/32'] });
  it.each(['192.168.1.20', '::ffff:192.168.1.20', 'fd00::1', '127.0.0.1', '::ffff:127.0.0.1'])('%s is allowed', (address) =>
    expect(rules.allows(address)).toBe(true),
  );
  it.each(['192.168.2.1', '10.0.0.1', '127.0.0.2', '::1', '2001:db8::1', ...NEVER])('%s is refused', (address) =>
    expect(rules.allows(address)).toBe(false),
  );
});

it('never allows link-local and multicast addresses, whatever the list says', () => {
  const rules = new NetworkRules({ networks: ['0.0.0.0/0', '::/0'] });
  expect(NEVER.filter((address) => rules.allows(address))).toEqual([]);
});

it('allows nothing that is no address', () => {
  const rules = new NetworkRules({ networks: null });
  expect(['', 'localhost', '1.2.3', '0x7f000001'].filter((address) => rules.allows(address))).toEqual([]);
});
