import { connectBus } from '@vitrine/bus/nats';
import { ConfigError } from '../../config/config-error.js';
import type { Stores } from '../../store/stores.js';
import { JoinedFleet, type JoinedFleetOptions } from './joined-fleet.js';

/**
 * Connects to where workers join, and resolves when this is the one api node that serves them.
 * @throws ConfigError without a store that several machines share, BusError without NATS
 */
export async function joinFleet(
  busUrl: string,
  { leases }: Pick<Stores, 'leases'>,
  told: Omit<JoinedFleetOptions, 'connection' | 'leases'>,
): Promise<JoinedFleet> {
  if (leases === null) {
    throw new ConfigError([
      {
        file: 'environment',
        line: null,
        field: 'VITRINE_BUS',
        cause: 'several machines need a PostgreSQL database, and VITRINE_STORE is not set',
        hint: 'set VITRINE_STORE to postgres://user:password@host:5432/database, or leave VITRINE_BUS out',
      },
    ]);
  }
  const fleet = new JoinedFleet({ ...told, leases, connection: await connectBus(busUrl, 'vitrine api') });
  await fleet.standBy();
  return fleet;
}
