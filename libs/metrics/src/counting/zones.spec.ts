import { zonesSchema, type Zone } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { footOf, zonesOf } from './zones.js';

const SHELF: Zone = {
  kind: 'area',
  id: 'shelf',
  name: 'Shelf',
  polygon: [
    [0.2, 0.2],
    [0.6, 0.2],
    [0.6, 0.6],
    [0.4, 0.4],
    [0.2, 0.6],
  ],
};
/** Seen from the left edge to the right one: who walks down the picture crosses from its left to its right. */
const DOOR: Zone = { kind: 'line', id: 'door', name: 'Door', from: [0, 0.5], to: [1, 0.5] };

describe('an area', () => {
  it.each([
    [[0.25, 0.25], true],
    [[0.4, 0.5], false],
    [[0.55, 0.5], true],
    [[0.1, 0.3], false],
  ] as const)('holds the point %j: %s', (point, isInside) => {
    expect(zonesOf(null, [...point], [SHELF])).toEqual(isInside ? ['shelf'] : []);
  });
});

describe('a count line', () => {
  it('counts who crosses it, by direction', () => {
    expect(zonesOf([0.5, 0.4], [0.5, 0.6], [DOOR])).toEqual(['door.in']);
    expect(zonesOf([0.5, 0.6], [0.5, 0.4], [DOOR])).toEqual(['door.out']);
  });

  it('does not count who walks along it, stands still, or was not seen before', () => {
    expect(zonesOf([0.1, 0.4], [0.9, 0.45], [DOOR])).toEqual([]);
    expect(zonesOf([0.5, 0.4], [0.5, 0.4], [DOOR])).toEqual([]);
    expect(zonesOf(null, [0.5, 0.6], [DOOR])).toEqual([]);
  });
});

it('a person stands where the lower edge of the face’s box is', () => {
  expect(footOf([0.2, 0.1, 0.4, 0.3])).toEqual([0.30000000000000004, 0.3]);
});

it('two zones of a camera cannot have one id', () => {
  expect(zonesSchema.safeParse([SHELF, SHELF]).success).toBe(false);
});
