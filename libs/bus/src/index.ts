export { BusError } from './bus-error.js';
export type { Delivery, FleetBus, FleetHandlers, SendResult, WorkerBus, WorkerHandlers } from './bus.js';
export { LocalFleetBus, LocalWorkerBus, type MessagePort } from './local.js';
