import type { CameraSpec } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { ffmpegArguments } from './arguments.js';

const camera = (url: string, changes: Partial<CameraSpec> = {}): CameraSpec => ({
  id: 'door',
  name: 'Door',
  url,
  enabled: true,
  fps: 5,
  transport: 'tcp',
  ...changes,
});

describe('input options', () => {
  it.each([
    ['rtsp://cam/1', 'tcp', ['-rtsp_transport', 'tcp', '-timeout', '5000000']],
    ['rtsp://cam/1', 'udp', ['-rtsp_transport', 'udp', '-timeout', '5000000']],
    ['https://cam/live.m3u8', 'tcp', ['-rw_timeout', '5000000']],
    ['v4l2:///dev/video0', 'tcp', ['-f', 'v4l2']],
    ['/films/door.mp4', 'tcp', ['-re']],
  ] as const)('of %s over %s end with %j', (url, transport, expected) => {
    expect(ffmpegArguments(camera(url, { transport })).inputOptions.slice(-expected.length)).toEqual(expected);
  });

  it('let a file be a film and nothing else', () => {
    expect(ffmpegArguments(camera('/films/door.mp4')).inputOptions).toContain('-format_whitelist');
  });
});

it.each([
  ['rtsp://user:a%20b@cam/1?x=1', 'rtsp://user:a%20b@cam/1?x=1'],
  ['v4l2:///dev/video0', '/dev/video0'],
  ['file:///films/north%20door.mp4', '/films/north door.mp4'],
])('hands %s to ffmpeg as %s', (url, input) => {
  expect(ffmpegArguments(camera(url)).input).toBe(input);
});

it('selects frames by time, a little early so that jitter loses none', () => {
  const { outputOptions } = ffmpegArguments(camera('rtsp://cam/1', { fps: 10 }));
  expect(outputOptions).toContain("select='isnan(prev_selected_t)+gte(t-prev_selected_t,0.095)'");
});
