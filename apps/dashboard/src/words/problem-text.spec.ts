import { expect, it } from 'vitest';
import { problemAtField } from './problem-text.js';

const problem = { code: 'invalid_input', field: 'url', remedy: 'Use rtsp://….' };

it('does not repeat the field’s name, nor the remedy', () => {
  expect(problemAtField({ ...problem, message: '`url`: use rtsp://….' })).toBe('Use rtsp://….');
});

it('keeps message and remedy where they differ', () => {
  expect(problemAtField({ ...problem, message: '`url`: too long.' })).toBe('Too long. Use rtsp://….');
});
