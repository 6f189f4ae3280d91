export * from './counting/index.js';
export * from './disclosure/index.js';
export * from './evaluation/index.js';
export { LoopDelay } from './loop-delay.js';
