import { readFile } from 'node:fs/promises';

const INT8_PRODUCTS = /\b(avx2|asimddp)\b/;

/**
 * Whether the CPU multiplies many 8-bit integers at once (AVX2 and what came after it, ARM's dot product), as /proc/cpuinfo lists it. AVX2 adds
 * pairs of products in 16 bits; the networks' weights have seven bits, so nothing saturates. False where there is no such file.
 */
export async function multipliesInt8(cpuinfo = '/proc/cpuinfo'): Promise<boolean> {
  return INT8_PRODUCTS.test(await readFile(cpuinfo, 'utf8').catch(() => ''));
}
