import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'camera.key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const PREFIX = 'sealed1:';

/**
 * The keys that cameras' addresses and passwords are sealed with, so that the database alone opens nothing: a file beside it that only the
 * service's user may read, one key a line. The first seals; all open, so that a new one can be put before the old.
 */
export class CameraKeys {
  private constructor(private readonly keys: readonly Buffer[]) {}

  /** Reads the folder's file, or makes it. @throws Error when it holds no keys */
  static obtain(dataDir: string): CameraKeys {
    const path = join(dataDir, FILE);
    if (!existsSync(path)) writeFileSync(path, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    const keys = readFileSync(path, 'utf8').split(/\s+/).filter(Boolean);
    const bytes = keys.map((key) => Buffer.from(key, 'base64url'));
    if (bytes.length === 0 || bytes.some(({ length }) => length !== KEY_BYTES)) {
      throw new Error(
        `${path} holds no keys of ${KEY_BYTES} bytes; restore it from a backup, or move it away and enter the passwords anew`,
      );
    }
    return new CameraKeys(bytes);
  }

  /** Whether a new key was put before older ones: what they sealed is then sealed anew. */
  get hasOlder(): boolean {
    return this.keys.length > 1;
  }

  /** @param owner cannot be exchanged afterwards: what is sealed for one camera does not open for another */
  seal(text: string, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.keys[0]!, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @returns null when no key fits */
  open(sealed: string, owner: string): string | null {
    if (!sealed.startsWith(PREFIX)) return null;
    const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
    const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    for (const key of this.keys) {
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(owner))
          .setAuthTag(tag);
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        // Sealed with another key.
      }
    }
    return null;
  }
}
