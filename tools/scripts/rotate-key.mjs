// `npm run rotate-key`: a new key before the old ones in the data folder's camera.key. The next start of the service seals everything
// anew with it; then `npm run rotate-key -- --forget-old` leaves the new one alone.
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stop } from './setup.mjs';

const file = join(resolve(process.env.VITRINE_DATA_DIR ?? './data'), 'camera.key');

function readKeys() {
  try {
    return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
  } catch (error) {
    return stop(
      `${file} cannot be read (${error.code}). Set VITRINE_DATA_DIR to the service's data folder; its first start makes the file.`,
    );
  }
}

/** Whole or not at all: a key file cut short would lock every camera out. */
function writeKeys(keys) {
  const fresh = `${file}.new`;
  writeFileSync(fresh, `${keys.join('\n')}\n`, { mode: 0o600 });
  renameSync(fresh, file);
}

const keys = readKeys();
if (process.argv.includes('--forget-old')) {
  writeKeys(keys.slice(0, 1));
  console.log(`${keys.length - 1} old keys were removed from ${file}.`);
} else {
  writeKeys([randomBytes(32).toString('base64url'), ...keys]);
  console.log(`A new key stands first in ${file}. Start the service anew, then run: npm run rotate-key -- --forget-old`);
}
