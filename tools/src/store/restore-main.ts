// `npm run restore -- FILE`: a backup in the place of what is there, which is kept beside it.
import { resolve } from 'node:path';
import { restore } from './backup.js';
import { BackupError, orExplain, storePlace } from './place.js';

await orExplain(async () => {
  const [, , backup] = process.argv;
  if (backup === undefined) throw new BackupError('name the backup: npm run restore -- backups/vitrine-….duckdb');
  const before = await restore(storePlace(process.env), resolve(backup));
  console.log(`restored${before === null ? '' : `; what was there is ${before}`}. Start the service again.`);
});
