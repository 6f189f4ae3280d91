import { AckPolicy, DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { BusConnection } from './connect.js';

const DAY_MS = 24 * 3_600_000;

export const COUNT_STREAM = 'VITRINE_COUNTS';
export const COUNT_SUBJECT = 'vitrine.counts';
/** All api nodes take from it together; each report goes to one of them. */
export const COUNT_CONSUMER = 'store';

const STREAM = {
  name: COUNT_STREAM,
  subjects: [COUNT_SUBJECT],
  storage: StorageType.File,
  // What is stored is gone from here.
  retention: RetentionPolicy.Workqueue,
  // A full stream refuses: whoever counted keeps it.
  discard: DiscardPolicy.New,
  max_bytes: 1024 ** 3,
  max_age: nanos(7 * DAY_MS),
  duplicate_window: nanos(120_000),
};
const CONSUMER = {
  durable_name: COUNT_CONSUMER,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(10_000),
  max_ack_pending: 1_000,
};

/** Makes the stream of counts and its consumer, or finds them. Any number of processes may do so at once. */
export async function openCountStream(connection: BusConnection): Promise<void> {
  const manager = await jetstreamManager(connection);
  await manager.streams.add(STREAM);
  await manager.consumers.add(COUNT_STREAM, CONSUMER);
}
