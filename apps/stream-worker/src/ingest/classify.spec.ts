import { expect, it } from 'vitest';
import { classifyExit } from './classify.js';

it.each([
  ['rtsp://u:p@cam/1: Server returned 401 Unauthorized (authorization failed)', 'unauthorised'],
  ['rtsp://cam/1: Server returned 404 Not Found', 'not_found'],
  ["Stream map '0:v:0' matches no streams.", 'no_video'],
  ['notes.txt: Invalid data found when processing input', 'invalid_source'],
  ['rtsp://cam/1: Connection refused', 'unreachable'],
  ['', 'ended'],
])('reads %j as %s', (stderr, code) => {
  expect(classifyExit(stderr, 0).code).toBe(code);
});

it('never repeats a password', () => {
  const { message } = classifyExit('rtsp://admin:p%40ss@cam/1: Connection refused', 0);
  expect(message).toContain('***@cam');
  expect(message).not.toContain('p%40ss');
});
