/** Schemes of network cameras, with the port that is meant when none is written. */
const DEFAULT_PORTS = { rtsp: 554, rtsps: 322, http: 80, https: 443 } as const;

export type NetworkScheme = keyof typeof DEFAULT_PORTS;

export interface NetworkAddress {
  readonly scheme: NetworkScheme;
  /** A DNS name, an IPv4 address, or an IPv6 address without its brackets; lower case. */
  readonly host: string;
  /** As written; null for the scheme's own. */
  readonly port: number | null;
  /** With its slash, percent-encoded as it was written. */
  readonly path: string;
  /** Without its `?`; null when there is none. */
  readonly query: string | null;
}

export interface LocalAddress {
  readonly scheme: 'file' | 'v4l2';
  /** An absolute path of this machine, decoded. */
  readonly path: string;
}

/** Where a camera's pictures come from; never who asks for them. */
export type CameraAddress = NetworkAddress | LocalAddress;

/** An address, and the user and password that were written into it: decoded, null where there are none. */
export interface ParsedAddress {
  readonly address: CameraAddress;
  readonly user: string | null;
  readonly password: string | null;
}

/** Why an address cannot be taken, and what to write instead. Neither repeats any of it. */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

const FORMS = 'write rtsp://host/path, rtsps://…, http(s)://…, file:///folder/film.mp4 or v4l2:///dev/video0';
const ENCODE =
  'percent-encode it (# is %23, / is %2F, ? is %3F, @ is %40, % is %25), or give `user` and `password` beside the address';

/** RFC 3986 without its user information: what may stand in a path or a query. */
const PATH_AND_QUERY = /^[\w\-.~!$&'()*+,;=:/?%[\]|{}]*$/;
const USER_INFO = /^[\w\-.~!$&'()*+,;=:%]*$/;
const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const IPV6 = /^[0-9a-f:]{2,39}$|^[0-9a-f:]{2,30}:\d{1,3}(?:\.\d{1,3}){3}$/;

/** Reads an address as people write it, once; whatever follows works with what was read. @throws AddressError */
export function parseCameraAddress(text: string): ParsedAddress {
  if (/\p{Cc}/u.test(text)) throw new AddressError('has a control character', 'copy it again without line breaks');
  if (text.startsWith('/')) return local('file', text);
  const scheme = /^([a-z][a-z0-9+.-]{0,15}):\/\//i.exec(text)?.[1]?.toLowerCase();
  const rest = scheme === undefined ? '' : text.slice(scheme.length + '://'.length);
  if (scheme === 'file' || scheme === 'v4l2') return local(scheme, decode(rest, 'path'));
  if (scheme === undefined || !isNetworkScheme(scheme)) throw new AddressError('is not a camera’s address', FORMS);
  return network(scheme, rest);
}

function local(scheme: 'file' | 'v4l2', path: string): ParsedAddress {
  if (!path.startsWith('/')) throw new AddressError('names another machine or a relative path', FORMS);
  if (scheme === 'v4l2' && !/^\/dev\/video\d{1,3}$/.test(path)) throw new AddressError('is not a video device', FORMS);
  if (path.split('/').includes('..')) throw new AddressError('climbs out of its folder by `..`', 'write the path without `..`');
  return { address: { scheme, path }, user: null, password: null };
}

function network(scheme: NetworkScheme, rest: string): ParsedAddress {
  if (/[\s\\"<>`#]/.test(rest)) throw new AddressError('has a character that cannot stand in an address', ENCODE);
  const authorityEnd = rest.search(/[/?]|$/);
  const authority = rest.slice(0, authorityEnd);
  const [path = '', query = null] = cut(rest.slice(authorityEnd), '?');
  const at = authority.lastIndexOf('@');
  const userInfo = at < 0 ? null : authority.slice(0, at);
  if (!PATH_AND_QUERY.test(rest.slice(authorityEnd)) || (userInfo !== null && !USER_INFO.test(userInfo))) {
    throw new AddressError('has a character of a password, or another one, that is not percent-encoded', ENCODE);
  }
  requirePercentEncoding(rest);
  const [user = null, password = null] =
    userInfo === null ? [] : cut(userInfo, ':').map((part) => part && decode(part, 'user or password'));
  const { host, port } = hostAndPort(authority.slice(at + 1));
  return { address: { scheme, host, port, path, query }, user: user || null, password: password || null };
}

function hostAndPort(text: string): { host: string; port: number | null } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{0,5}))?$/.exec(text) ?? [];
  if (bracketed === undefined && plain === undefined)
    throw new AddressError('has no port between 1 and 65535 after its host', ENCODE);
  const port = digits ? Number(digits) : null;
  if (port !== null && (port < 1 || port > 65_535)) throw new AddressError('has no port between 1 and 65535', 'correct the port');
  const host = (bracketed ?? plain!).toLowerCase();
  if (bracketed !== undefined ? isIpv6(host) : isIpv4(host) || isName(host)) return { host, port };
  throw new AddressError(
    'has no host that can be read',
    'write a name in ASCII (xn--… for others), an IPv4 address as four decimal numbers, or an IPv6 address in [brackets]',
  );
}

/** A name whose last label is a number would be read as an IPv4 address in decimal, octal or hexadecimal. */
function isName(host: string): boolean {
  const last = host.replace(/\.$/, '').split('.').at(-1)!;
  return NAME.test(host) && !/^(?:\d+|0x[0-9a-f]*)$/.test(last);
}

export function isIpv4(host: string): boolean {
  return IPV4.test(host);
}

export function isIpv6(host: string): boolean {
  if (!IPV6.test(host) || host.includes(':::')) return false;
  const groups = host.replace(/\d+(?:\.\d+){3}$/, '0:0').split('::');
  const count = groups.flatMap((part) => part.split(':').filter((group) => group !== '')).length;
  const areShort = host.split(':').every((group) => (group.includes('.') ? isIpv4(group) : group.length <= 4));
  return areShort && (groups.length === 2 ? count <= 7 : groups.length === 1 && count === 8);
}

/** The address as it is stored and sent: without user and password, the same for every way of writing it. */
export function writeAddress(address: CameraAddress): string {
  if (!isNetworkAddress(address)) return `${address.scheme}://${encodePath(address.path)}`;
  const { path, query } = address;
  return `${address.scheme}://${writeHost(address)}${path}${query === null ? '' : `?${query}`}`;
}

/** `host:port` as it stands in an address. */
export function writeHost({ host, port }: Pick<NetworkAddress, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
}

/** The port that is dialled. */
export function portOf({ scheme, port }: Pick<NetworkAddress, 'scheme' | 'port'>): number {
  return port ?? DEFAULT_PORTS[scheme];
}

export function isNetworkAddress(address: CameraAddress): address is NetworkAddress {
  return isNetworkScheme(address.scheme);
}

function isNetworkScheme(scheme: string): scheme is NetworkScheme {
  return Object.hasOwn(DEFAULT_PORTS, scheme);
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** @returns what stands before the first mark and what stands after it; one part where there is none */
function cut(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function requirePercentEncoding(text: string): void {
  if (/%(?![0-9a-f]{2})/i.test(text)) throw new AddressError('has a % that encodes nothing', ENCODE);
  if (/%(?:[01][0-9a-f]|7f)/i.test(text)) throw new AddressError('encodes a control character', 'leave it out');
}

function decode(text: string, what: string): string {
  requirePercentEncoding(text);
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressError(`has a ${what} whose percent-encoding is not UTF-8`, ENCODE);
  }
}

/** An address in its three fields: as it is stored, and the user and password that were written into it. @throws AddressError */
export function takeApart(text: string): { url: string; user: string | null; password: string | null } {
  const { address, user, password } = parseCameraAddress(text);
  return { url: writeAddress(address), user, password };
}
