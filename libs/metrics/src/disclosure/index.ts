export * from './bernoulli.js';
export * from './blocks.js';
export * from './disclose.js';
export * from './estimate.js';
export * from './random.js';
export * from './rules.js';
