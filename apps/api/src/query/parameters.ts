import { exportFormatSchema, FILTER_NAMES, querySchema, type ExportFormat, type Query } from '@vitrine/contracts';
import { invalidInput, Problem } from '../http/problem.js';

const LISTS = ['metrics', 'groupBy'] as const;
const PLAIN = ['from', 'to', 'tz', 'orderBy'] as const;
const KNOWN: readonly string[] = [...LISTS, ...PLAIN, ...FILTER_NAMES, 'compare', 'conversion', 'limit', 'format'];

/**
 * Reads a query from the parameters of a GET: lists with commas (or given several times), filters by their own names, `compare` as a
 * word or `from,to`, `conversion` as `from,to`.
 * @throws Problem 422
 */
export function readParameters(parameters: Record<string, unknown>): { query: Query; format: ExportFormat | null } {
  const unknown = Object.keys(parameters).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw parameterUnknown(unknown);
  const list = (name: string) => asList(parameters[name]);
  const text = (name: string) => asList(parameters[name])?.join(',');
  const filters = Object.fromEntries(FILTER_NAMES.flatMap((name) => (list(name) ? [[name, list(name)]] : [])));
  const compare = list('compare');
  const conversion = list('conversion');
  const given: Record<string, unknown> = { filters };
  for (const name of LISTS) if (list(name)) given[name] = list(name);
  for (const name of PLAIN) if (text(name)) given[name] = text(name);
  if (compare) given['compare'] = compare.length === 1 ? compare[0] : compare;
  if (conversion) given['conversion'] = { from: conversion[0] ?? '', to: conversion[1] ?? '' };
  if (parameters['limit'] !== undefined) given['limit'] = Number(parameters['limit']);
  const parsed = querySchema.safeParse(given);
  if (!parsed.success) throw invalidInput(parsed.error.issues, 422);
  const format = exportFormatSchema.optional().safeParse(parameters['format']);
  if (!format.success) throw invalidInput(format.error.issues, 422, 'format');
  return { query: parsed.data, format: format.data ?? null };
}

function asList(value: unknown): string[] | undefined {
  const parts = Array.isArray(value) ? value : [value];
  const words = parts.flatMap((part) => (typeof part === 'string' ? part.split(',') : [])).filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}

function parameterUnknown(name: string): Problem {
  return new Problem(422, {
    code: 'parameter_unknown',
    message: `There is no parameter \`${name.slice(0, 64)}\`.`,
    remedy: `Known are ${KNOWN.join(', ')}.`,
    field: name.slice(0, 64),
  });
}
