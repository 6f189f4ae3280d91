import { randomBytes } from 'node:crypto';

/** Where every draw comes from. Tests give one that can be repeated; the service gives `cryptoRandom`. */
export interface RandomSource {
  /** @returns an integer, each of `[0, bound)` equally likely */
  below(bound: bigint): bigint;
}

const POOL_BYTES = 4_096;

/** The operating system's generator, read in larger pieces because a draw needs a few bytes at a time. */
export function cryptoRandom(bytesOf: (count: number) => Buffer = randomBytes): RandomSource {
  let pool: Buffer = Buffer.alloc(0);
  let used = 0;
  const nextByte = () => {
    if (used === pool.length) [pool, used] = [bytesOf(POOL_BYTES), 0];
    used += 1;
    return pool[used - 1]!;
  };
  return { below: (bound) => rejectionSample(bound, nextByte) };
}

/** Takes as many bits as the bound has and throws away what is too large, so that no value is likelier than another. */
function rejectionSample(bound: bigint, nextByte: () => number): bigint {
  if (bound <= 0n) throw new RangeError(`the bound ${bound} is not positive`);
  if (bound <= SMALL) return BigInt(smallSample(Number(bound), nextByte));
  const bits = (bound - 1n).toString(2).length;
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    let drawn = 0n;
    for (let taken = 0; taken < bits; taken += 8) drawn = (drawn << 8n) | BigInt(nextByte());
    const value = drawn & mask;
    if (value < bound) return value;
  }
}

const SMALL = 1n << 24n;

/** The same for whole numbers that a machine word holds exactly: nearly every draw is one of these. */
function smallSample(bound: number, nextByte: () => number): number {
  const bits = 32 - Math.clz32(bound - 1);
  const mask = 2 ** bits - 1;
  for (;;) {
    let drawn = 0;
    for (let taken = 0; taken < bits; taken += 8) drawn = drawn * 256 + nextByte();
    const value = drawn & mask;
    if (value < bound) return value;
  }
}
