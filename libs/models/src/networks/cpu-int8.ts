import { readFile } from 'node:fs/promises';

const INT8_PRODUCTS = /\b(avx512_vnni|avx_vnni|asimddp)\b/;

/**
 * Whether the CPU multiplies 8-bit integers in one instruction (VNNI, ARM's dot product), as /proc/cpuinfo lists it. Without it int8 is hardly
 * faster and, on AVX2, its sums saturate. False where there is no such file.
 */
export async function multipliesInt8(cpuinfo = '/proc/cpuinfo'): Promise<boolean> {
  return INT8_PRODUCTS.test(await readFile(cpuinfo, 'utf8').catch(() => ''));
}
