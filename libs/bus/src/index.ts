export type { Delivery, FleetBus, FleetHandlers, SendResult, WorkerBus, WorkerHandlers } from './bus.js';
export { LocalFleetBus, LocalWorkerBus, type MessagePort } from './local.js';
export { BusError, connectBus, type BusConnection } from './nats/connect.js';
export { CountReceiver, type CountHandlers } from './nats/count-receiver.js';
export { CountSender } from './nats/count-sender.js';
export { NatsFleetBus } from './nats/nats-fleet-bus.js';
export { NatsWorkerBus } from './nats/nats-worker-bus.js';
