import { isNetworkAddress, writeAddress, type CameraAddress, type CameraSpec, type NetworkAddress } from '@vitrine/contracts';
import { filterChain, type SourceTraits } from './filters.js';

/** What ffmpeg is told about a source; each element is one argument, none passes a shell. */
export interface FfmpegArguments {
  readonly input: string;
  readonly inputOptions: readonly string[];
  readonly outputOptions: readonly string[];
}

/** How a source of HTTP turned out to answer; `unknown` until ffmpeg has said it. */
export type HttpKind = 'unknown' | 'stream' | 'bare' | 'hls' | 'still' | 'film';

/** What is known of the source from being open before. */
export interface KnownSource {
  readonly http: HttpKind;
  readonly interlaced: boolean;
}

/** Larger pictures are refused by the decoder: 16 megapixels are more than any camera's stream, and 25 MB a frame. */
export const MAX_PIXELS = 16_777_216;

interface SourceKind {
  /** Everything that ffmpeg may take the bytes for. It would otherwise guess: a text becomes a film of its letters. */
  readonly formats: string;
  /** Everything that ffmpeg may open on the way. A playlist, a redirect or a track would otherwise make it read files. */
  readonly protocols: string;
  options(camera: CameraSpec, known: KnownSource, patienceUs: string): readonly string[];
  traits(known: KnownSource): SourceTraits;
}

const FILMS = 'mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,h264,hevc,mjpeg,gif';
const STILLS = 'jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,image2';
// Half a second of probing finds the codec; counting frames for their rate would delay the first one by another second.
const QUICK_PROBE = ['-analyzeduration', '500000', '-fpsprobesize', '0'];
const PACED = ['-re'];

const RTSP: SourceKind = {
  formats: 'rtsp',
  protocols: 'tcp,udp,rtp,tls',
  // Tracks of sound and data are not asked for: a camera that refuses one would refuse all.
  options: ({ transport }, _, patienceUs) => [
    '-f',
    'rtsp',
    ...QUICK_PROBE,
    '-rtsp_transport',
    transport,
    '-allowed_media_types',
    'video',
    '-timeout',
    patienceUs,
  ],
  traits: ({ interlaced }) => ({ interlaced, hasOwnTime: false }),
};

const HTTP: SourceKind = {
  formats: `mpjpeg,hls,${FILMS},${STILLS}`,
  protocols: 'http,https,tcp,tls,httpproxy,crypto',
  options: ({ fps, loop }, { http }, patienceUs) => {
    switch (http) {
      case 'still':
        return ['-f', 'image2', '-pattern_type', 'none', '-loop', '1', '-framerate', String(fps), ...PACED];
      case 'hls':
        // Segments come in lumps of seconds; played at their own pace they are a steady stream.
        return [...QUICK_PROBE, ...PACED, '-rw_timeout', patienceUs];
      case 'film':
        return [...PACED, ...loops(loop), '-rw_timeout', patienceUs];
      case 'bare':
        // Pictures between which something stands that is no proper boundary.
        return ['-f', 'mjpeg', ...QUICK_PROBE, '-rw_timeout', patienceUs];
      case 'unknown':
      case 'stream':
        return [...QUICK_PROBE, '-rw_timeout', patienceUs];
    }
  },
  traits: ({ http, interlaced }) => ({ interlaced, hasOwnTime: http === 'film' }),
};

const DEVICE: SourceKind = {
  formats: 'video4linux2,v4l2',
  protocols: 'file',
  options: () => ['-f', 'v4l2'],
  traits: ({ interlaced }) => ({ interlaced, hasOwnTime: false }),
};

const FILM: SourceKind = {
  formats: FILMS,
  protocols: 'file',
  // A film is played at its own pace, as a camera would.
  options: ({ loop }) => [...PACED, ...loops(loop)],
  traits: ({ interlaced }) => ({ interlaced, hasOwnTime: true }),
};

const KINDS: Record<CameraAddress['scheme'], SourceKind> = {
  rtsp: RTSP,
  rtsps: RTSP,
  http: HTTP,
  https: HTTP,
  v4l2: DEVICE,
  file: FILM,
};

/**
 * ffmpeg ≥ 5: the input's options by kind of source, and an output of raw pictures whose sizes `showinfo` tells on stderr.
 *
 * @param address what is dialled, which may be one that the camera sent us to
 * @param patienceMs how long ffmpeg itself may wait for bytes; who watches the frames is less patient
 */
export function ffmpegArguments(
  camera: CameraSpec,
  address: CameraAddress,
  known: KnownSource,
  patienceMs: number,
): FfmpegArguments {
  const kind = KINDS[address.scheme];
  const lists = ['-format_whitelist', kind.formats, '-protocol_whitelist', kind.protocols];
  // Each line carries its level, so that a camera's own words, which are information, are never taken for an error of ffmpeg's.
  // One decoder thread: frame threading holds frames back.
  const common = [
    '-hide_banner',
    '-nostats',
    '-nostdin',
    '-loglevel',
    'level+info',
    '-max_pixels',
    String(MAX_PIXELS),
    '-threads',
    '1',
  ];
  return {
    input: isNetworkAddress(address) ? withCredentials(address, camera) : address.path,
    inputOptions: [...common, ...lists, ...kind.options(camera, known, String(patienceMs * 1000))],
    outputOptions: outputOptions(filterChain(camera, kind.traits(known))),
  };
}

function outputOptions(filters: string): string[] {
  // One encoder thread: frame threading of the raw encoder would hold a frame back.
  const encode = ['-fps_mode', 'passthrough', '-threads', '1', '-c:v', 'rawvideo', '-f', 'rawvideo'];
  return ['-map', '0:v:0', '-vf', filters, ...encode];
}

function withCredentials(address: NetworkAddress, { user, password }: CameraSpec): string {
  const text = writeAddress(address);
  if (user === null && password === null) return text;
  const userInfo = [user ?? '', ...(password === null ? [] : [password])].map(encodeURIComponent).join(':');
  return text.replace('://', () => `://${userInfo}@`);
}

function loops(loop: boolean): readonly string[] {
  return loop ? ['-stream_loop', '-1'] : [];
}
