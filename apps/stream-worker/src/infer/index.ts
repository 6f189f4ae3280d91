export { Batcher } from './batcher.js';
export { Turns } from './turns.js';
