import type { CameraSpec } from '@vitrine/contracts';

/** What earlier pictures of a source have shown, where it decides how it is to be read. */
export interface SourceTraits {
  /** Pictures are flagged as two fields of different moments. */
  readonly interlaced: boolean;
  /** The time stamps are a film's own; a camera's are guesses or jump, so there the time of arrival is the time. */
  readonly hasOwnTime: boolean;
}

/** Beyond this a pixel's shape is a mistake of the stream's header. */
const MAX_ASPECT = 4;
const ARRIVAL = 'setpts=RTCTIME/1000000/TB';

/** From decoded frames to the pictures that are looked at: few, upright, with square pixels, YUV 4:2:0 in limited range. */
export function filterChain({ fps, rotate, crop }: CameraSpec, { interlaced, hasOwnTime }: SourceTraits): string {
  return [
    ...(hasOwnTime ? [select(fps), ARRIVAL] : [ARRIVAL, select(fps)]),
    // One field is a whole moment. It needs no neighbour in time, which a frame a fifth of a second away would not be.
    ...(interlaced ? ['field=type=top'] : []),
    squarePixels(interlaced ? 2 : 1),
    'setsar=1',
    ...ROTATIONS[rotate],
    ...(crop ? [`crop=w=iw*${crop.width}:h=ih*${crop.height}:x=iw*${crop.x}:y=ih*${crop.y}:exact=1`] : []),
    'format=yuv420p',
    // Says each picture's size beside the pictures, which carry none, and when it came.
    'showinfo=checksum=0',
  ].join(',');
}

const ROTATIONS: Record<CameraSpec['rotate'], readonly string[]> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/**
 * Passes a frame when the next one is due, st(0). Time that a late frame lost is caught up with the next one, at most one interval, so that
 * jitter of arrival costs no frame; a clock or time stamps that step back begin anew.
 */
function select(fps: number): string {
  const intervalS = Number((1 / fps).toFixed(4));
  const onTime = `1+0*st(0,max(ld(0),t-${intervalS})+${intervalS})`;
  return `select='if(gte(t,ld(0)),${onTime},if(lt(t,ld(0)-2*${intervalS}),1+0*st(0,t+${intervalS}),0))'`;
}

/** Pixels that are not square are widened or heightened; nothing is thrown away. */
function squarePixels(heightFactor: number): string {
  const aspect = `clip(sar,1/${MAX_ASPECT},${MAX_ASPECT})`;
  return `scale=w='round(iw*max(1,${aspect}))':h='round(ih*${heightFactor}/min(1,${aspect}))':out_range=tv`;
}
