import { describe, expect, it } from 'vitest';
import { parseCameraAddress } from './camera-address.js';
import { shownAddress } from './camera-address-shown.js';
import { redactCredentials } from './redact.js';

/** What nobody may see again. */
const SECRET = /s3cr|t0p|hunter/i;

/** As cameras of many makers and people write it; each can be parsed, and each is one that a message may repeat. */
const PARSED = [
  'rtsp://admin:s3cret@192.0.2.10/1',
  'rtsp://s3cret@192.0.2.10/1',
  'rtsp://:s3cret@192.0.2.10/1',
  'rtsp://admin:s3cret%40t0p@192.0.2.10/1',
  'rtsp://admin:s3cret%23t0p@192.0.2.10/1',
  'rtsp://admin:s3cret%2Ft0p@192.0.2.10/1',
  'rtsp://admin:s3cret%3Ft0p@192.0.2.10/1',
  "rtsp://admin:s3cret't0p@192.0.2.10/1",
  'rtsp://admin:s3cret:t0p@192.0.2.10/1',
  'rtsp://admin:s3cret;t0p@192.0.2.10/1',
  'rtsp://admin:s3cret&t0p@192.0.2.10/1',
  'rtsp://admin:s3cret=t0p@192.0.2.10/1',
  'rtsps://admin:s3cret@[2001:db8::1]:322/1',
  'RTSP://ADMIN:S3CRET@192.0.2.10/1',
  'http://admin:s3cret@192.0.2.10/video.mjpg',
  'https://admin:s3cret@cam.example/snapshot.jpg',
  'rtsp://192.0.2.10/user=admin_password=s3cret_channel=1_stream=0.sdp',
  'rtsp://192.0.2.10/user=admin&password=s3cret&channel=1&stream=0.sdp',
  'rtsp://192.0.2.10/live/user:s3cret/1',
  'rtsp://192.0.2.10/live/admin%3As3cret/1',
  'rtsp://192.0.2.10/live/pw;s3cret/1',
  'rtsps://192.0.2.10:7441/aH8s3cr4kL9mQ2x7',
  'http://192.0.2.10/videostream.cgi?user=admin&pwd=s3cret',
  'http://192.0.2.10/videostream.cgi?usr=admin&pass=s3cret',
  'http://192.0.2.10/videostream.cgi?loginuse=admin&loginpas=s3cret',
  'http://192.0.2.10/snapshot.cgi?u=admin&p=s3cret',
  'http://192.0.2.10/snapshot.cgi?account=admin&passwd=s3cret',
  'http://192.0.2.10/cgi-bin/api.cgi?cmd=Snap&user=admin&password=s3cret',
  'http://192.0.2.10/live?token=s3cret',
  'http://192.0.2.10/live?access_token=s3cret',
  'http://192.0.2.10/live?api_key=s3cret',
  'http://192.0.2.10/live?apikey=s3cret',
  'http://192.0.2.10/live?auth=s3cret',
  'http://192.0.2.10/live?sid=s3cret',
  'http://192.0.2.10/live?session=s3cret',
  'http://192.0.2.10/live?sig=s3cret&Expires=1',
  'http://192.0.2.10/live?X-Amz-Signature=s3cret',
  'http://192.0.2.10/live?hash=s3cret',
  'http://192.0.2.10/live?code=s3cret',
  'http://192.0.2.10/live?pin=s3cret',
  'http://192.0.2.10/live?geheim=s3cret',
  'http://192.0.2.10/live?s3cret',
  'http://192.0.2.10/live?channel=1&s3cret',
  'http://192.0.2.10/live?channel=s3cret/t0p',
  'http://192.0.2.10/live?channel=1;pw=s3cret',
  'http://192.0.2.10/live?channel=1=s3cret',
  'http://192.0.2.10/live?channel=hunter2hunter2hunter2',
  'http://192.0.2.10/live?PASSWORD=s3cret',
  'http://192.0.2.10/live?%70assword=s3cret',
  'http://192.0.2.10/live?a=1?password=s3cret',
];

/** As people mistype it: none is a camera, and the refusal or a log may still hold it. */
const UNPARSED = [
  'rtsp://admin:s3cret#t0p@192.0.2.10/1',
  'rtsp://admin:s3cret/t0p@192.0.2.10/1',
  'rtsp://admin:s3cret?t0p@192.0.2.10/1',
  'rtsp://admin:s3cret@t0p@192.0.2.10/1',
  'rtsp://admin:s3cret%@192.0.2.10/1',
  'rtsp://admin:s3cret\\t0p@192.0.2.10/1',
  "rtsp://admin:s3cret'@192.0.2.10/1",
  'rtmp://192.0.2.10/live?streamkey=s3cret',
  'ftp://admin:s3cret@192.0.2.10/1',
];

describe('what a camera’s address shows', () => {
  it.each(PARSED)('of %s is no secret', (text) => {
    const shown = shownAddress(parseCameraAddress(text).address);
    expect(shown).not.toMatch(SECRET);
    expect(shown).toMatch(/^(rtsp|rtsps|http|https):\/\/(192\.0\.2\.10|\[2001:db8::1\]|cam\.example)/);
  });

  it.each([
    ['rtsp://a:b@192.0.2.10:8554/Streaming/Channels/401', 'rtsp://192.0.2.10:8554/Streaming/Channels/401'],
    ['rtsp://192.0.2.10/cam/realmonitor?channel=1&subtype=0', 'rtsp://192.0.2.10/cam/realmonitor?channel=1&subtype=0'],
    ['rtsp://192.0.2.10/h264Preview_01_main', 'rtsp://192.0.2.10/h264Preview_01_main'],
    ['rtsp://192.0.2.10/axis-media/media.amp?videocodec=h264&u=x', 'rtsp://192.0.2.10/axis-media/media.amp?videocodec=h264&***'],
    ['/films/north door.mp4', 'file:///films/north door.mp4'],
  ])('of %s still tells cameras apart', (text, shown) => {
    expect(shownAddress(parseCameraAddress(text).address)).toBe(shown);
  });

  it('is never long', () => {
    expect(shownAddress(parseCameraAddress(`rtsp://192.0.2.10${'/abcdefgh'.repeat(200)}`).address).length).toBeLessThan(310);
  });
});

describe('text of unknown make', () => {
  const written = PARSED.filter((text) => /@|pass|pwd|token|key|auth|user|sid|session|sig/i.test(text.replace(/^\w+:\/\//, '')));

  it.each([...written.filter((text) => !/channel=|live\/|hash|geheim|live\?s3|7441/.test(text)), ...UNPARSED])(
    'with %s in it loses the secret',
    (text) => {
      for (const line of [`[error] ${text}: Connection refused`, `{"msg":"cannot open ${text}"}`, `cannot open '${text}' now`]) {
        expect(redactCredentials(line)).not.toMatch(SECRET);
      }
    },
  );

  it.each([
    ['Authorization: Basic YWRtaW46czNjcmV0', 'Authorization: Basic ***'],
    ['authorization: Bearer s3cretS3cret', 'authorization: Bearer ***'],
    ['Authorization: Digest username="admin", response="s3cret"', 'Authorization: Digest ***'],
    ['{"name":"door","password":"s3cret"}', '{"name":"door","password":"***"}'],
    ['password=s3cret', 'password=***'],
    ['two: rtsp://a:s3cret@x/1 and http://b:t0p@y/2', 'two: rtsp://***@x/1 and http://***@y/2'],
    ['nothing to hide: http://cam/1?channel=2, fps=5', 'nothing to hide: http://cam/1?channel=2, fps=5'],
  ])('%j becomes %j', (text, shown) => {
    expect(redactCredentials(text)).toBe(shown);
  });

  it.each([
    'k'.repeat(60_000),
    '/a'.repeat(30_000),
    'a://'.repeat(15_000),
    'p='.repeat(30_000),
    ' a://@'.repeat(10_000),
    '":"'.repeat(20_000),
  ])('of 60 kB is read once, not once for each of its characters (%#)', (text) => {
    const doubled = text.repeat(4);
    const started = performance.now();
    redactCredentials(doubled);
    expect(performance.now() - started, 'ms for 240 kB; minutes where the time grows with the square').toBeLessThan(1_000);
  });
});
