// `npm run contact-sheet -- --out PNG`: faces, abstraction images, top attributes.
import { setUp } from './setup.mjs';

setUp({ system: [] });
await import('../dist/contact-sheet/main.js');
