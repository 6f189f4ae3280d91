// For tools and tests; other apps talk over the bus and the API.
export { createApp, type AppOptions, type VitrineApp } from './app.js';
export { ConfigError, type ConfigProblem } from './config/config-error.js';
export { readEnvironment, type Environment } from './config/environment.js';
export { loadConfig, type ServiceConfig } from './config/load-config.js';
export { Publisher } from './disclosure/publisher.js';
export type { ClosedBlock, Settling, SumsRequest } from './store/count-store.js';
export type { LeaseChanges } from './store/lease-store.js';
export { openStores, fileStoreUrl, type Stores } from './store/stores.js';
export { StoreError } from './store/store-error.js';
