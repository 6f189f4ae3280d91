export * from './cells.js';
export * from './time.js';
export * from './visit-counter.js';
export * from './zone-clock.js';
export * from './zones.js';
