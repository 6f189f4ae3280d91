import type { CameraView } from '@vitrine/contracts';
import { z } from 'zod';
import { poor, well, wrong, type Finding } from './finding.js';
import { output } from './run.js';

const PROBE_MS = 15_000;
/** With a longer interval a camera takes as long to appear after each loss. */
const LONGEST_KEY_INTERVAL_S = 5;
const LEAST_HEIGHT_PX = 480;

const streamsSchema = z.object({
  streams: z
    .array(z.object({ codec_name: z.string(), width: z.number(), height: z.number(), avg_frame_rate: z.string().default('0/1') }))
    .default([]),
  packets: z.array(z.object({ pts_time: z.string().optional(), flags: z.string().default('') })).default([]),
});

/** @param path PATH. @param url whole; it is shown nowhere */
export function probeCamera(name: string, url: string, path: string | undefined): Finding {
  const what = `camera ${name}`;
  const transport = url.startsWith('rtsp') ? ['-rtsp_transport', 'tcp'] : [];
  const wanted = ['-select_streams', 'v:0', '-read_intervals', '%+8', '-show_entries'];
  const entries = 'stream=codec_name,width,height,avg_frame_rate:packet=pts_time,flags';
  const args = ['-v', 'error', ...transport, ...wanted, entries, '-of', 'json', url];
  const startedMs = performance.now();
  const text = output('ffprobe', args, { path, timeoutMs: PROBE_MS });
  if (text === null)
    return wrong(
      what,
      'does not answer as a video',
      'Check address, user, password and network; open it in VLC from this machine.',
    );
  return judgeStream(what, streamsSchema.parse(JSON.parse(text)), (performance.now() - startedMs) / 1000);
}

function judgeStream(what: string, { streams: [stream], packets }: z.infer<typeof streamsSchema>, tookS: number): Finding {
  if (!stream) return wrong(what, 'sends no video', 'Choose its video stream; the path may lead to a sound channel.');
  const [frames = 0, seconds = 1] = stream.avg_frame_rate.split('/').map(Number);
  const times = packets.flatMap(({ pts_time, flags }) => (flags.includes('K') ? [Number(pts_time ?? Number.NaN)] : []));
  const intervalS = Math.max(...times.slice(1).map((time, index) => time - times[index]!), 0);
  const size = `${stream.codec_name} ${stream.width}×${stream.height}`;
  const found = `${size}, ${(frames / (seconds || 1)).toFixed(0)} fps, key frame every ${intervalS.toFixed(1)} s, read in ${tookS.toFixed(1)} s`;
  if (!['h264', 'hevc', 'mjpeg'].includes(stream.codec_name)) return poor(what, found, 'Set the camera to H.264 or H.265.');
  if (stream.height < LEAST_HEIGHT_PX) return poor(what, found, 'Raise the resolution: faces need 24 px and more.');
  if (intervalS > LONGEST_KEY_INTERVAL_S) return poor(what, found, 'Set the key-frame (I-frame) interval to 2 s or less.');
  return well(what, found);
}

/** What the running service measures of a camera. */
export function judgeMeasured({ id, state, error, fps, stats }: CameraView): Finding {
  const what = `camera ${id}`;
  if (state === 'disabled') return well(what, 'switched off');
  if (error) return wrong(what, `${state}: ${error.message}`, error.remedy);
  if (!stats) return poor(what, state, 'Wait until it is live and run the doctor again.');
  const { facesSmall, facesBlurred, facesTurned } = stats.losses;
  const refused = facesSmall + facesBlurred + facesTurned;
  const age = `frame age ${Math.round(stats.frameAgeP95Ms)} ms`;
  const found = `${stats.widthPx}×${stats.heightPx}, ${stats.measuredFps.toFixed(1)} of ${fps} fps, ${age}, ${facesSmall} of ${refused} refused faces too small`;
  if (stats.measuredFps < fps / 2)
    return poor(what, found, 'This machine is too small for its cameras: lower fps, or move some elsewhere.');
  if (refused > 100 && facesSmall > refused / 2) return poor(what, found, 'Move the camera closer or raise its resolution.');
  return well(what, found);
}
