export * from './evaluation/index.js';
export * from './streaming/index.js';
