import { isNetworkAddress, writeHost, type CameraAddress } from './camera-address.js';

const MASK = '***';
const MAX_SHOWN_CHARS = 300;

/** Parameters of cameras' queries that choose a picture and open nothing. */
const HARMLESS = new Set(
  'ch,chn,chnid,channel,channelid,subtype,stream,streamtype,streamid,stream_id,substream,profile,camera,camid,unicast,multicast,proto,transportmode,codec,videocodec,resolution,compression,fps,rate,quality,size,width,height,res,format,audio,video,action,cmd,snapshot,inst,real_stream,loop'.split(
    ',',
  ),
);

/**
 * The address as anybody may see it: scheme, host, port and path without what could be a secret. Made from what was parsed and not by
 * searching: a query's values are shown where the parameter is known to be harmless, a path's parts where they hold no value and no key.
 */
export function shownAddress(address: CameraAddress): string {
  if (!isNetworkAddress(address)) return capped(`${address.scheme}://${address.path}`);
  const query = address.query === null ? '' : `?${address.query.split('&').map(shownParameter).join('&')}`;
  return capped(`${address.scheme}://${writeHost(address)}${address.path.split('/').map(shownPart).join('/')}${query}`);
}

/** Whether something of the shown address stands for what is not shown. */
export function isMasked(text: string): boolean {
  return text.includes(MASK);
}

function shownParameter(parameter: string): string {
  const [name = '', value] = parameter.split('=', 2);
  return value !== undefined && HARMLESS.has(name.toLowerCase()) && /^[\w.x-]{0,16}$/.test(value) ? `${name}=${value}` : MASK;
}

/** A part with a value (`user=…`, `admin:…`), an encoded one, or one that looks drawn by lot, is a secret until shown otherwise. */
function shownPart(part: string): string {
  const turns = part.match(/(?<=\d)[a-z]|(?<=[a-z])\d/gi)?.length ?? 0;
  return /^[\w.~!()+,-]*$/.test(part) && part.length <= 64 && !(part.length >= 16 && turns >= 4) ? part : MASK;
}

function capped(text: string): string {
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text;
}
