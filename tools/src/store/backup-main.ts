// `npm run backup [-- FOLDER]`: the whole store as one file with a checksum, into ./backups when no folder is named.
import { resolve } from 'node:path';
import { backUp } from './backup.js';
import { orExplain, storePlace } from './place.js';

await orExplain(async () => {
  const path = await backUp(storePlace(process.env), resolve(process.argv[2] ?? 'backups'));
  console.log(`backed up to ${path}. It holds the cameras' passwords: keep it as you keep those.`);
});
