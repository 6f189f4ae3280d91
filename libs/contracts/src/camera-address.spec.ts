import { describe, expect, it } from 'vitest';
import { AddressError, parseCameraAddress, portOf, writeAddress, type NetworkAddress } from './camera-address.js';

const written = (text: string) => writeAddress(parseCameraAddress(text).address);

describe('an address that people write', () => {
  it.each([
    ['rtsp://192.0.2.10/stream1', 'rtsp://192.0.2.10/stream1'],
    ['RTSP://Cam.Example/Streaming/Channels/101', 'rtsp://cam.example/Streaming/Channels/101'],
    ['rtsp://192.0.2.10', 'rtsp://192.0.2.10'],
    ['rtsp://192.0.2.10:8554', 'rtsp://192.0.2.10:8554'],
    ['rtsp://192.0.2.10:/live', 'rtsp://192.0.2.10/live'],
    ['rtsps://192.0.2.10:7441/kJ3?enableSrtp', 'rtsps://192.0.2.10:7441/kJ3?enableSrtp'],
    ['rtsp://[2001:db8::10]:554/1', 'rtsp://[2001:db8::10]:554/1'],
    ['rtsp://[2001:DB8:0:0:0:0:0:1]/1', 'rtsp://[2001:db8:0:0:0:0:0:1]/1'],
    ['rtsp://[::ffff:192.0.2.10]/1', 'rtsp://[::ffff:192.0.2.10]/1'],
    ['rtsp://door_cam.local/1', 'rtsp://door_cam.local/1'],
    ['rtsp://cam-7/1', 'rtsp://cam-7/1'],
    ['rtsp://cam.example./1', 'rtsp://cam.example./1'],
    ['rtsp://xn--kamera-tr-x9a.example/1', 'rtsp://xn--kamera-tr-x9a.example/1'],
    ['rtsp://192.0.2.10/cam/realmonitor?channel=1&subtype=0', 'rtsp://192.0.2.10/cam/realmonitor?channel=1&subtype=0'],
    ['rtsp://192.0.2.10/user=admin_password=x_channel=1.sdp?r', 'rtsp://192.0.2.10/user=admin_password=x_channel=1.sdp?r'],
    ['rtsp://192.0.2.10/h264?ch=1?sub=2', 'rtsp://192.0.2.10/h264?ch=1?sub=2'],
    ['rtsp://192.0.2.10/Streaming/Channels/401', 'rtsp://192.0.2.10/Streaming/Channels/401'],
    ['rtsp://192.0.2.10/a%20b', 'rtsp://192.0.2.10/a%20b'],
    ['rtsp://192.0.2.10?x=1', 'rtsp://192.0.2.10?x=1'],
    ['http://192.0.2.10/video.mjpg', 'http://192.0.2.10/video.mjpg'],
    ['https://cam.example:8443/live.m3u8?fps=5', 'https://cam.example:8443/live.m3u8?fps=5'],
    ['http://192.0.2.10/axis-cgi/mjpg/video.cgi?camera=1', 'http://192.0.2.10/axis-cgi/mjpg/video.cgi?camera=1'],
    ['file:///films/north%20door.mp4', 'file:///films/north%20door.mp4'],
    ['/films/north door.mp4', 'file:///films/north%20door.mp4'],
    ['/films/100%.mp4', 'file:///films/100%25.mp4'],
    ['/films/a#b?c.mp4', 'file:///films/a%23b%3Fc.mp4'],
    ['file:///films/入口.mp4', 'file:///films/%E5%85%A5%E5%8F%A3.mp4'],
    ['v4l2:///dev/video0', 'v4l2:///dev/video0'],
  ])('%s is %s', (text, canonical) => {
    expect(written(text)).toBe(canonical);
    expect(written(canonical), 'written again').toBe(canonical);
  });

  it.each([
    ['rtsp://admin:secret@cam/1', 'admin', 'secret'],
    ['rtsp://admin@cam/1', 'admin', null],
    ['rtsp://:secret@cam/1', null, 'secret'],
    ['rtsp://admin:@cam/1', 'admin', null],
    ['rtsp://@cam/1', null, null],
    ['rtsp://admin:a:b:c@cam/1', 'admin', 'a:b:c'],
    ['rtsp://admin:it%27s%23%2F%3F%40%25@cam/1', 'admin', "it's#/?@%"],
    ["rtsp://admin:it's@cam/1", 'admin', "it's"],
    ['rtsp://admin:p!$&()*+,;=~@cam/1', 'admin', 'p!$&()*+,;=~'],
    ['rtsp://b%C3%BCro:stra%C3%9Fe@cam/1', 'büro', 'straße'],
    ['http://o%27neill:%5Bx%5D%7By%7D%5E@cam/1', "o'neill", '[x]{y}^'],
  ])('%s is taken apart', (text, user, password) => {
    const parsed = parseCameraAddress(text);
    expect([parsed.user, parsed.password]).toEqual([user, password]);
    expect(writeAddress(parsed.address)).toBe(`${text.slice(0, 4)}://cam/1`);
  });

  it.each([
    ['rtsp://cam/1', 554],
    ['rtsps://cam/1', 322],
    ['http://cam/1', 80],
    ['https://cam/1', 443],
    ['rtsp://cam:8554/1', 8554],
  ])('%s is dialled at port %i', (text, port) => {
    expect(portOf(parseCameraAddress(text).address as NetworkAddress)).toBe(port);
  });
});

describe('an address that cannot be read', () => {
  const refusal = (text: string) => {
    try {
      return `taken as ${JSON.stringify(parseCameraAddress(text))}`;
    } catch (error) {
      return error instanceof AddressError ? `${error.message}: ${error.remedy}` : `threw ${String(error)}`;
    }
  };

  it.each([
    'rtsp://admin:pa#ss@192.0.2.10/1',
    'rtsp://admin:pa/ss@192.0.2.10/1',
    'rtsp://admin:12/34@192.0.2.10/1',
    'rtsp://admin:pa?ss@192.0.2.10/1',
    'rtsp://admin:12?34@192.0.2.10/1',
    'rtsp://admin:p@ss@192.0.2.10/1',
    'rtsp://admin:100%@192.0.2.10/1',
    'rtsp://admin:%zz@192.0.2.10/1',
    'rtsp://admin:%ff@192.0.2.10/1',
    'rtsp://admin:pa ss@192.0.2.10/1',
    'rtsp://admin:pa\\ss@192.0.2.10/1',
    'rtsp://admin:pa"ss@192.0.2.10/1',
    'rtsp://admin:<pass>@192.0.2.10/1',
    'rtsp://admin:{PASSWORD}@192.0.2.10/1',
    'rtsp://admin:[pass]@192.0.2.10/1',
    'rtsp://admin:pässwort@192.0.2.10/1',
    'rtsp://192.0.2.10:99999999/1',
    'rtsp://192.0.2.10:x/1',
    'rtsp://192.0.2.10/a b',
    'rtsp://192.0.2.10/100%',
    'file:///films/100%.mp4',
  ])('%s is told to percent-encode', (text) => {
    expect(refusal(text)).toContain('percent-encode');
  });

  it.each([
    '',
    'cam',
    'cam/1',
    '192.0.2.10',
    'ftp://cam/1',
    'gopher://cam/1',
    'rtmp://cam/1',
    'udp://@239.0.0.1:1234',
    'concat:/etc/passwd',
    'concat:rtsp://cam/1|/etc/passwd',
    'subfile,,start,0,end,0,,:/etc/passwd',
    'data:text/plain,hello',
    'pipe:0',
    'crypto:/etc/passwd',
    'lavfi:testsrc',
    'javascript:alert(1)',
    'http:/cam/1',
    'http:cam',
    '-i /etc/passwd',
    '-f lavfi -i testsrc',
    '//cam/1/../x',
    '../film.mp4',
    'film.mp4',
    'file://films/a.mp4',
    'file://localhost/films/a.mp4',
    'file:///films/../etc/passwd',
    'file:///films/%2e%2e/etc/passwd',
    '/films/../etc/passwd',
    'file:///films/a%00.mp4',
    '/films/a\u0000.mp4',
    'v4l2:///dev/../etc/passwd',
    'v4l2:///dev/sda',
    'v4l2:///dev/video0/../sda',
    'v4l2://dev/video0',
    'rtsp://',
    'rtsp:///1',
    'rtsp://:554/1',
    'rtsp://cam:0/1',
    'rtsp://cam:70000/1',
    'rtsp://cam\u0000/1',
    'rtsp://cam/1\r\nX: y',
    'rtsp://cam/%0d%0aX:%20y',
    'rtsp://admin:%0a@cam/1',
    'rtsp://2130706433/1',
    'rtsp://0x7f000001/1',
    'rtsp://0x7f.0.0.1/1',
    'rtsp://0177.0.0.1/1',
    'rtsp://127.1/1',
    'rtsp://192.0.2.010/1',
    'rtsp://192.0.2.256/1',
    'rtsp://192.0.2.1./1',
    'rtsp://192.0.2.1.5/1',
    'rtsp://[::1/1',
    'rtsp://::1/1',
    'rtsp://[1:2]/1',
    'rtsp://[::1%25eth0]/1',
    'rtsp://[1::2::3]/1',
    'rtsp://[12345::1]/1',
    'rtsp://-cam/1',
    'rtsp://cam..example/1',
    'rtsp://kamera-tür.example/1',
    'rtsp://cam%2eexample/1',
    'rtsp://cam,other/1',
  ])('%j is refused with a remedy', (text) => {
    expect(refusal(text)).not.toMatch(/^taken|^threw/);
  });

  it('is not repeated by the refusal', () => {
    expect(refusal('rtsp://admin:s3cr#t@192.0.2.10/1')).not.toMatch(/s3cr|admin|192/);
  });

  it('of any length is read in no time', () => {
    for (const text of ['rtsp://' + 'a'.repeat(100_000), 'rtsp://' + '@'.repeat(100_000), '/' + '../'.repeat(30_000)]) {
      expect(refusal(text)).not.toMatch(/^taken/);
    }
  });
});
