import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { multipliesInt8 } from './cpu-int8.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cpu-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['flags : fpu avx2 avx512_vnni avx512_bf16', true],
  ['flags : fpu avx2', true],
  ['Features : fp asimd asimddp', true],
  ['flags : fpu sse4_2 avx', false],
])('reads `%s` as %s', async (text, expected) => {
  const path = join(folder, 'cpuinfo');
  await writeFile(path, text);
  expect(await multipliesInt8(path)).toBe(expected);
});

it('takes a system that does not say for one that does not', async () => {
  expect(await multipliesInt8(join(folder, 'absent'))).toBe(false);
});
