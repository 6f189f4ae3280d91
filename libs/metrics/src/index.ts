export * from './streaming/index.js';
