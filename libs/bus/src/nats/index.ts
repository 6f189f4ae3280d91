// An entry of its own: one machine needs no NATS and does not load it.
export { connectBus, type BusConnection } from './connect.js';
export { CountReceiver, type CountHandlers } from './count-receiver.js';
export { CountSender } from './count-sender.js';
export { NatsFleetBus } from './nats-fleet-bus.js';
export { NatsWorkerBus } from './nats-worker-bus.js';
