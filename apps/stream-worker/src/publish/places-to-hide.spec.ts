import type { BoxXyxyPx } from '@vitrine/models';
import { expect, it } from 'vitest';
import { personAt } from '../fixtures/frame.js';
import { placesToHide } from './places-to-hide.js';

const [HERE, THERE]: BoxXyxyPx[] = [
  [10, 10, 40, 50],
  [100, 10, 130, 50],
];
const found = personAt(HERE!);
const gone = (unseenMs: number, confirmed = true) => personAt(THERE!, { seen: null, unseenMs, confirmed });

it('hides every face found on this frame, a person or not, and every last place', () => {
  expect(placesToHide({ detected: [found.seen!], faces: [found], lastPlaces: [THERE!] })).toEqual([HERE, THERE]);
});

it('hides everything while somebody who was just there is not found', () => {
  expect(placesToHide({ detected: [found.seen!], faces: [found, gone(200)], lastPlaces: [THERE!] })).toBeNull();
});

it.each([
  ['long gone', gone(1_500)],
  ['perhaps nobody', gone(200, false)],
])('hides the last place of one who is %s', (_, absent) => {
  expect(placesToHide({ detected: [], faces: [absent], lastPlaces: [THERE!] })).toEqual([THERE]);
});
