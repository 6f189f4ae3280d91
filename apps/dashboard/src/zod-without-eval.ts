// Must be imported before any schema: zod compiles schemas with `new Function` unless told otherwise, which the page's
// content security policy forbids.
import { config } from 'zod';

config({ jitless: true });
