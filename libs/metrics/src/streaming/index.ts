export * from './counts.js';
export * from './measures.js';
export * from './visit-counter.js';
export * from './zoned-buckets.js';
