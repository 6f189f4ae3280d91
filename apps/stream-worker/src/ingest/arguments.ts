import type { CameraSpec } from '@vitrine/contracts';
import { fileURLToPath } from 'node:url';

const NETWORK_TIMEOUT_US = '5000000';

/**
 * What a file may be. ffmpeg would otherwise guess: a text becomes a film of its letters, and a playlist makes it read other files.
 */
const FILE_FORMATS = 'mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,h264,hevc,mjpeg,gif';

/** What ffmpeg is told about a source; each element is one argument, none passes a shell. */
export interface FfmpegArguments {
  readonly input: string;
  readonly inputOptions: readonly string[];
  readonly outputOptions: readonly string[];
}

/** ffmpeg ≥ 5: the input's options by kind of source, and an output of binary PPM pictures, which carry their own size. */
export function ffmpegArguments({ url, fps, transport }: CameraSpec): FfmpegArguments {
  return { ...inputOf(url, transport), outputOptions: outputOptions(fps) };
}

function inputOf(url: string, transport: CameraSpec['transport']): Omit<FfmpegArguments, 'outputOptions'> {
  const common = ['-hide_banner', '-loglevel', 'error'];
  // Half a second of probing finds the codec; counting frames for their rate would delay the first one by another second.
  const quickProbe = ['-analyzeduration', '500000', '-fpsprobesize', '0'];
  if (/^rtsps?:/.test(url)) {
    return { input: url, inputOptions: [...common, ...quickProbe, '-rtsp_transport', transport, '-timeout', NETWORK_TIMEOUT_US] };
  }
  if (/^https?:/.test(url)) return { input: url, inputOptions: [...common, ...quickProbe, '-rw_timeout', NETWORK_TIMEOUT_US] };
  if (url.startsWith('v4l2://')) return { input: url.slice('v4l2://'.length), inputOptions: [...common, '-f', 'v4l2'] };
  // A file is played at its own pace, as a camera would.
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  return { input: path, inputOptions: [...common, '-format_whitelist', FILE_FORMATS, '-re'] };
}

function outputOptions(fps: number): string[] {
  // Selecting by time adds no delay, where an `fps` filter holds a frame; a little slack lets a jittering frame through.
  const intervalS = (1 / fps - 0.005).toFixed(3);
  const select = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${intervalS})'`;
  // One encoder thread: frame threading of the raw encoder would hold a frame back.
  return ['-map', '0:v:0', '-vf', select, '-fps_mode', 'passthrough', '-threads', '1', '-c:v', 'ppm', '-f', 'image2pipe'];
}
