import { realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { notAllowed, ReachError } from './reach-error.js';

/** @returns the film's own path, links resolved. @throws ReachError unless it is there, below one of the folders */
export async function allowedFilm(path: string, folders: readonly string[]): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null && (await isBelow(real, folders))) return real;
  // What is missing may be told of an allowed folder only, links resolved.
  const folder = real === null ? await realpath(dirname(path)).catch(() => null) : null;
  if (folder === null || !(await isBelow(`${folder}${sep}film`, folders))) throw notAllowed('folder');
  throw new ReachError('not_found', 'the film is not there', 'check its name, and whether the disk or share is mounted');
}

async function isBelow(real: string, folders: readonly string[]): Promise<boolean> {
  const realFolders = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  return realFolders.some((folder) => folder !== null && real.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}
