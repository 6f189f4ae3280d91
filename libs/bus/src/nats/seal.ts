import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];
/** X25519 public key in DER (RFC 8410). */
const PUBLIC_BYTES = 44;

/** A worker's key pair, made anew by each run and never written anywhere. */
export class WorkerKey {
  readonly #pair = generateKeyPairSync('x25519');

  /** DER, base64url. */
  get publicKey(): string {
    return publicText(this.#pair.publicKey);
  }

  /** @returns null when it was sealed to another key, or was changed on its way */
  open(sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64url');
    const [sender, nonce, tag, rest] = cut(bytes, [PUBLIC_BYTES, NONCE_BYTES, TAG_BYTES]);
    try {
      const key = agree(this.#pair.privateKey, readPublic(sender!), this.publicKey);
      const decipher = createDecipheriv(CIPHER, key, nonce!, { authTagLength: TAG_BYTES }).setAuthTag(tag!);
      return Buffer.concat([decipher.update(rest!), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

/** Seals text so that only the holder of that key can read it: X25519 with a key pair of its own, HKDF-SHA256, AES-256-GCM. */
export function sealFor(publicKey: string, text: string): string {
  const own = generateKeyPairSync('x25519');
  const nonce = randomBytes(NONCE_BYTES);
  const key = agree(own.privateKey, readPublic(Buffer.from(publicKey, 'base64url')), publicKey);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const sender = own.publicKey.export({ type: 'spki', format: 'der' });
  return Buffer.concat([sender, nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

function agree(privateKey: KeyObject, publicKey: KeyObject, recipient: string): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, recipient, 'vitrine desired state', KEY_BYTES));
}

function publicText(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64url');
}

function readPublic(der: Buffer): KeyObject {
  return createPublicKey({ key: der, type: 'spki', format: 'der' });
}

/** @returns pieces of these lengths, and the rest */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  let from = 0;
  const pieces = lengths.map((length) => bytes.subarray(from, (from += length)));
  return [...pieces, bytes.subarray(from)];
}
