import { parseCameraAddress, type CameraPatch } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { cameraAt } from '../fixtures/camera.js';
import { ffmpegArguments, type KnownSource } from './arguments.js';

const PATIENCE_MS = 40_000;
const NEW: KnownSource = { http: 'unknown', interlaced: false };

function argumentsOf(url: string, settings: CameraPatch = {}, known: Partial<KnownSource> = {}) {
  const { address } = parseCameraAddress(url);
  return ffmpegArguments(cameraAt(url, settings), address, { ...NEW, ...known }, PATIENCE_MS);
}

const COMMON = '-hide_banner -nostats -nostdin -loglevel level+info -max_pixels 16777216 -threads 1';
const FILMS = 'mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,h264,hevc,mjpeg,gif';
const RTSP = `${COMMON} -format_whitelist rtsp -protocol_whitelist tcp,udp,rtp,tls -f rtsp -analyzeduration 500000 -fpsprobesize 0`;
const HTTP = `${COMMON} -format_whitelist mpjpeg,hls,${FILMS},jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,image2 -protocol_whitelist http,https,tcp,tls,httpproxy,crypto`;
const PROBE = '-analyzeduration 500000 -fpsprobesize 0';
const FILM = `${COMMON} -format_whitelist ${FILMS} -protocol_whitelist file`;

describe('the options of', () => {
  it.each([
    ['a camera', 'rtsp://cam/1', {}, {}, `${RTSP} -rtsp_transport tcp -allowed_media_types video -timeout 40000000`],
    [
      'one over UDP',
      'rtsp://cam/1',
      { transport: 'udp' },
      {},
      `${RTSP} -rtsp_transport udp -allowed_media_types video -timeout 40000000`,
    ],
    ['one over TLS', 'rtsps://cam/1', {}, {}, `${RTSP} -rtsp_transport tcp -allowed_media_types video -timeout 40000000`],
    ['a web address', 'http://cam/x', {}, {}, `${HTTP} ${PROBE} -rw_timeout 40000000`],
    ['an MJPEG camera', 'http://cam/x', {}, { http: 'stream' }, `${HTTP} ${PROBE} -rw_timeout 40000000`],
    ['one without boundaries', 'http://cam/x', {}, { http: 'bare' }, `${HTTP} -f mjpeg ${PROBE} -rw_timeout 40000000`],
    ['a list of segments', 'https://cam/x.m3u8', {}, { http: 'hls' }, `${HTTP} ${PROBE} -re -rw_timeout 40000000`],
    [
      'a still picture',
      'http://cam/x.jpg',
      { fps: 2 },
      { http: 'still' },
      `${HTTP} -f image2 -pattern_type none -loop 1 -framerate 2 -re`,
    ],
    ['a film elsewhere', 'http://cam/x.mp4', {}, { http: 'film' }, `${HTTP} -re -rw_timeout 40000000`],
    ['a film', '/films/x.mp4', {}, {}, `${FILM} -re`],
    ['a film without end', '/films/x.mp4', { loop: true }, {}, `${FILM} -re -stream_loop -1`],
    ['a device', 'v4l2:///dev/video0', {}, {}, `${COMMON} -format_whitelist video4linux2,v4l2 -protocol_whitelist file -f v4l2`],
  ] as const)('%s', (_, url, settings, known, expected) => {
    expect(argumentsOf(url, settings, known).inputOptions.join(' ')).toBe(expected);
  });
});

describe('the input', () => {
  it.each([
    ['rtsp://cam/1?x=1', {}, 'rtsp://cam/1?x=1'],
    ['rtsp://cam/1', { user: 'admin', password: 'it’s#/?@:%$&' }, 'rtsp://admin:it%E2%80%99s%23%2F%3F%40%3A%25%24%26@cam/1'],
    ['rtsp://cam/1', { user: 'admin' }, 'rtsp://admin@cam/1'],
    ['rtsp://cam/1', { password: 'x' }, 'rtsp://:x@cam/1'],
    ['rtsp://[2001:db8::1]:554/1', { user: 'a', password: 'b' }, 'rtsp://a:b@[2001:db8::1]:554/1'],
    ['v4l2:///dev/video0', {}, '/dev/video0'],
    ['file:///films/north%20door.mp4', {}, '/films/north door.mp4'],
    ['/films/100%.mp4', {}, '/films/100%.mp4'],
  ])('of %s with %j is %s', (url, settings, input) => {
    expect(argumentsOf(url, settings).input).toBe(input);
  });
});

describe('the filters', () => {
  const ARRIVAL = 'setpts=RTCTIME/1000000/TB';
  const SELECT = "select='if(gte(t,ld(0)),1+0*st(0,max(ld(0),t-0.2)+0.2),if(lt(t,ld(0)-2*0.2),1+0*st(0,t+0.2),0))'";
  const SQUARE = "scale=w='round(iw*max(1,clip(sar,1/4,4)))':h='round(ih*1/min(1,clip(sar,1/4,4)))':out_range=tv,setsar=1";
  const END = 'format=yuv420p,showinfo=checksum=0';

  it.each([
    ['of a camera go by its pictures’ arrival', 'rtsp://cam/1', {}, {}, [ARRIVAL, SELECT, SQUARE, END]],
    ['of a film go by its own time', '/films/x.mp4', {}, {}, [SELECT, ARRIVAL, SQUARE, END]],
    ['of a film elsewhere, too', 'http://cam/x', {}, { http: 'film' }, [SELECT, ARRIVAL, SQUARE, END]],
    [
      'take one field of two',
      'rtsp://cam/1',
      {},
      { interlaced: true },
      [ARRIVAL, SELECT, 'field=type=top', SQUARE.replace('ih*1', 'ih*2'), END],
    ],
    [
      'turn a picture that hangs on its side',
      'rtsp://cam/1',
      { rotate: 90 },
      {},
      [ARRIVAL, SELECT, SQUARE, 'transpose=clock', END],
    ],
    ['turn one that hangs upside down', 'rtsp://cam/1', { rotate: 180 }, {}, [ARRIVAL, SELECT, SQUARE, 'hflip,vflip', END]],
    [
      'cut one of two pictures out',
      'rtsp://cam/1',
      { crop: { x: 0.5, y: 0, width: 0.5, height: 1 } },
      {},
      [ARRIVAL, SELECT, SQUARE, 'crop=w=iw*0.5:h=ih*1:x=iw*0.5:y=ih*0:exact=1', END],
    ],
  ] as const)('%s', (_, url, settings, known, chain) => {
    const { outputOptions } = argumentsOf(url, settings, known);
    expect(outputOptions[outputOptions.indexOf('-vf') + 1]).toBe(chain.join(','));
  });

  it('stand among options for raw pictures that are neither repeated nor held back', () => {
    expect(
      argumentsOf('rtsp://cam/1')
        .outputOptions.filter((option) => !option.startsWith('setpts'))
        .join(' '),
    ).toBe('-map 0:v:0 -vf -fps_mode passthrough -threads 1 -c:v rawvideo -f rawvideo');
  });
});
