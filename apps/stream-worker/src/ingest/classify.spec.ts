import { expect, it } from 'vitest';
import { classifyExit } from './classify.js';

it.each([
  ['rtsp://u:p@cam/1: Server returned 401 Unauthorized (authorization failed)', 'unauthorised'],
  ['rtsp://cam/1: Server returned 404 Not Found', 'not_found'],
  ["Stream map '0:v:0' matches no streams.", 'no_video'],
  ['notes.mp4: Invalid data found when processing input', 'invalid_source'],
  ['[mov,mp4 @ 0x1] moov atom not found\nnotes.mp4: Invalid data found when processing input', 'invalid_source'],
  ["[tty @ 0x1] Format not on whitelist 'mov'\nnotes.txt: Invalid argument", 'invalid_source'],
  ['rtsp://cam/1: Connection refused', 'unreachable'],
  ['', 'ended'],
])('reads %j as %s', (stderr, code) => {
  expect(classifyExit(stderr, 0).code).toBe(code);
});

it('shows the line that says why, not the hint after it', () => {
  const stderr = "Stream map '0:v:0' matches no streams.\nTo ignore this, add a trailing '?' to the map.";
  expect(classifyExit(stderr, 0).message).toBe("the source has no video (Stream map '0:v:0' matches no streams.)");
});

it('never repeats a password', () => {
  const { message } = classifyExit('rtsp://admin:p%40ss@cam/1: Connection refused', 0);
  expect(message).toContain('***@cam');
  expect(message).not.toContain('p%40ss');
});
