/** Injects the parsed `ServiceConfig`. */
export const CONFIG = Symbol('ServiceConfig');
/** Injects the service's `Logger`. */
export const LOG = Symbol('Logger');
/** Injects the path of the data folder. */
export const DATA_DIR = Symbol('DataDir');
