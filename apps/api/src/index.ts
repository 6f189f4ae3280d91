export { createApp, type AppOptions, type VitrineApp } from './app.js';
export { ConfigError } from './config/config-error.js';
export { readEnvironment, type Environment } from './config/environment.js';
export { StoreError } from './store/store.js';
