import { describe, expect, it } from 'vitest';
import { classifyLoss, classifyStart, startFailure } from './classify.js';

const CAMERA = 'rtsp://192.0.2.1:554/Streaming/Channels/401';

describe('before the first picture', () => {
  it.each([
    ['[rtsp @ 0x1] [error] method DESCRIBE failed: 401 Unauthorized', CAMERA, 'unauthorised'],
    [`[error] ${CAMERA}: Server returned 403 Forbidden (access denied)`, CAMERA, 'unauthorised'],
    ['[rtsp @ 0x1] [error] method DESCRIBE failed: 404 Not Found', CAMERA, 'not_found'],
    ["[fatal] Stream map '0:v:0' matches no streams.", CAMERA, 'no_video'],
    ['[error] /films/notes.mp4: Invalid data found when processing input', '/films/notes.mp4', 'invalid_source'],
    ['[mov,mp4 @ 0x1] [error] moov atom not found', '/films/notes.mp4', 'invalid_source'],
    ["[tty @ 0x1] [error] Format not on whitelist 'mov'", '/films/notes.txt', 'invalid_source'],
    ['[h264 @ 0x1] [IMGUTILS @ 0x2] [error] Picture size 30000x30000 exceeds specified max pixel count', CAMERA, 'too_large'],
    [`[error] ${CAMERA}: Connection refused`, CAMERA, 'unreachable'],
    ['[tcp @ 0x1] [error] Connection to tcp://192.0.2.1:401?timeout=0 failed: Connection timed out', CAMERA, 'unreachable'],
    [`[error] ${CAMERA}: Server returned 5XX Server Error reply`, CAMERA, 'unreachable'],
    ['', CAMERA, 'ended'],
  ])('%j of %s is %s', (line, input, code) => {
    expect(classifyStart([line], input, 0).code).toBe(code);
  });

  it.each([
    [CAMERA, 'Connection refused'],
    ['rtsp://192.0.2.1/404', 'Connection refused'],
    ['rtsp://401.example/403', 'Connection refused'],
    ['/films/enoent/Unauthorized 401 .mp4', 'Input/output error'],
    ['http://192.0.2.1/No%20such%20file%20or%20directory', 'Connection refused'],
  ])('the address %s is no answer', (input, reason) => {
    expect(classifyStart([`[error] ${input}: ${reason}`], input, 0).code).toBe('unreachable');
  });

  it('a camera’s own name is no answer', () => {
    const said = ['[info]   Metadata:', '[info]     title           : 401 Unauthorized', `[error] ${CAMERA}: Connection refused`];
    expect(classifyStart(said, CAMERA, 0).code).toBe('unreachable');
  });

  it('the line that says why is shown, without address and password', () => {
    const input = 'rtsp://admin:p%40ss@cam/1';
    const { message } = classifyStart([`[error] ${input}: Connection refused`], input, 0);
    expect(message).toBe('the camera does not answer as it should (Connection refused)');
  });
});

describe('after pictures', () => {
  it.each([
    ['[h264 @ 0x1] [error] non-existing PPS 0 referenced'],
    ['[h264 @ 0x1] [error] Invalid data found when processing input'],
    ['[rtsp @ 0x1] [error] method GET_PARAMETER failed: 401 Unauthorized'],
    [''],
  ])('%j is survived; the stream has ended', (line) => {
    expect(classifyLoss([line], CAMERA, 0).code).toBe('ended');
  });

  it('a picture that grew too large is told', () => {
    expect(classifyLoss(['[error] image parameters invalid: a picture has 9000×9000 pixels'], CAMERA, 0).code).toBe('too_large');
  });
});

it('tells a missing ffmpeg from one that cannot be started', () => {
  expect(startFailure(Object.assign(new Error(), { code: 'ENOENT' }), 0).message).toBe('ffmpeg is not installed');
  expect(startFailure(Object.assign(new Error(), { code: 'EAGAIN' }), 0).message).toBe('ffmpeg cannot be started (EAGAIN)');
});
