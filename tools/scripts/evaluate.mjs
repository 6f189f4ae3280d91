// `npm run evaluate -- --data DIR …`: the product's networks on a folder of labelled faces.
import { setUp } from './setup.mjs';

setUp({ system: [] });
await import('../dist/evaluate/main.js');
