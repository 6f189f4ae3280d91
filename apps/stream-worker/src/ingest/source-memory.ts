import { isNetworkAddress, parseCameraAddress, type CameraAddress } from '@vitrine/contracts';
import type { HttpKind, KnownSource } from './arguments.js';

/** Pictures flagged as interlaced before they are believed. */
const SIGNS_OF_FIELDS = 3;
const MAX_REDIRECTS = 4;
const INPUT = /^\[info\] Input #0, (\S+), from /;
const DURATION = /^\[info\] {2,}Duration: (N\/A|\d)/;
const REDIRECT = /^\[rtsp @ 0x[0-9a-f]+\] \[info\] Status 3\d\d: Redirecting to (\S+)/;
const FIELDS = /^\[Parsed_showinfo_\d+ @ 0x[0-9a-f]+\] \[info\] n: .* i:[TB] /;

/** What a source shows of itself while it is read, as far as it must be opened otherwise for it. Each is learnt once. */
export class SourceMemory {
  #http: HttpKind = 'unknown';
  #format = '';
  #signsOfFields = 0;
  #redirects = 0;

  /** @param address what is opened next */
  constructor(public address: CameraAddress) {
    if (address.scheme.startsWith('http') && address.path.endsWith('.m3u8')) this.#http = 'hls';
  }

  get known(): KnownSource {
    return { http: this.#http, interlaced: this.#signsOfFields >= SIGNS_OF_FIELDS };
  }

  /** Films have an end; everything else that ends was lost. */
  get isFilm(): boolean {
    return this.address.scheme === 'file' || this.#http === 'film';
  }

  /** @param line what ffmpeg says. @returns whether the source must be opened again for it */
  learn(line: string): boolean {
    const before = this.known;
    const redirect = REDIRECT.exec(line)?.[1];
    if (redirect !== undefined) return this.#follow(redirect);
    if (FIELDS.test(line)) this.#signsOfFields += 1;
    this.#format = INPUT.exec(line)?.[1] ?? this.#format;
    const duration = DURATION.exec(line)?.[1];
    if (duration !== undefined && this.#http === 'unknown') this.#http = httpKind(this.#format, duration !== 'N/A');
    const now = this.known;
    const isOtherwise = now.http !== before.http && now.http !== 'stream' && this.address.scheme.startsWith('http');
    return isOtherwise || now.interlaced !== before.interlaced;
  }

  /** What was taken for nothing known may be pictures without a boundary. @returns false when that is no question */
  tryBare(): boolean {
    if (this.#http !== 'unknown' || !this.address.scheme.startsWith('http')) return false;
    this.#http = 'bare';
    return true;
  }

  forgetBare(): void {
    this.#http = 'unknown';
  }

  /** ffmpeg would follow to any address; it is stopped, and what it was sent to is checked like the first. */
  #follow(location: string): boolean {
    this.#redirects += 1;
    if (this.#redirects > MAX_REDIRECTS) return false;
    try {
      const { address } = parseCameraAddress(location);
      if (isNetworkAddress(address)) this.address = address;
    } catch {
      return false;
    }
    return true;
  }
}

function httpKind(format: string, isFinite: boolean): HttpKind {
  if (format.includes('hls')) return 'hls';
  if (/_pipe|image2/.test(format)) return 'still';
  return isFinite ? 'film' : 'stream';
}
