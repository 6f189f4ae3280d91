/** A request of RTSP 1.0 (RFC 2326); none that a camera gets has a body. */
export interface RtspRequest {
  readonly method: string;
  /** As it was asked for. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

const DOLLAR = 0x24;
const END_OF_REQUEST = '\r\n\r\n';
const MAX_HEADER_BYTES = 16_384;

/** Cuts a connection's bytes into requests. Interleaved packets of the client (RTCP) are skipped: a camera that never adapts has no use for them. */
export class RequestReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns the requests that are complete now. @throws Error when something endless is no request */
  read(chunk: Buffer): RtspRequest[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const requests: RtspRequest[] = [];
    for (let length = this.#unitBytes(); length > 0; length = this.#unitBytes()) {
      const unit = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      if (unit[0] !== DOLLAR) requests.push(parseRequest(unit.toString('latin1')));
    }
    if (this.#rest.length > MAX_HEADER_BYTES + 65_539) throw new Error('not RTSP');
    return requests;
  }

  /** Bytes of the request or packet at the front; 0 while it is incomplete. */
  #unitBytes(): number {
    if (this.#rest[0] === DOLLAR) {
      const bytes = this.#rest.length < 4 ? Infinity : 4 + this.#rest.readUInt16BE(2);
      return this.#rest.length < bytes ? 0 : bytes;
    }
    const end = this.#rest.indexOf(END_OF_REQUEST);
    return end < 0 ? 0 : end + END_OF_REQUEST.length;
  }
}

function parseRequest(text: string): RtspRequest {
  const [start = '', ...lines] = text.trim().split('\r\n');
  const headers = lines.map((line) => /^([^:]+): *(.*)$/.exec(line)).filter((match) => match !== null);
  return {
    method: start.split(' ')[0] ?? '',
    url: start.split(' ')[1] ?? '',
    headers: new Map(headers.map(([, name, value]) => [name!.toLowerCase(), value!])),
  };
}
