// What every store of cameras, users, tokens, policies and audit rows promises, on each database that there is.
import { openStores, type Stores } from '@vitrine/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from './databases.js';

const door = { id: 'door', settings: { name: 'Tür “1”; DROP TABLE cameras', crop: null, fps: 2.5 } };

describe.each(DATABASES)('in $name', ({ open, missing }) => {
  describe.skipIf(missing !== null)(missing ?? 'the store of', () => {
    let database: TestDatabase;
    let stores: Stores;
    beforeAll(async () => {
      database = await open();
      stores = await openStores(database.url);
    });
    afterAll(async () => {
      await stores.close();
      await database.close();
    });

    it('cameras keeps every setting, in the order of ids', async () => {
      await stores.cameras.save({ ...door, id: 'gate' });
      await stores.cameras.save(door);
      await stores.cameras.save({ ...door, settings: { name: 'Front door' } });
      expect(await stores.cameras.list()).toEqual([
        { id: 'door', settings: { name: 'Front door' } },
        { ...door, id: 'gate' },
      ]);
      await stores.cameras.remove('gate');
      expect((await stores.cameras.list()).map(({ id }) => id)).toEqual(['door']);
    });

    it('users finds, replaces and removes', async () => {
      await stores.users.save({ id: 'u1', details: { name: 'Anna', roles: ['admin'] } });
      await stores.users.save({ id: 'u1', details: { name: 'Anna' } });
      expect([await stores.users.find('u1'), await stores.users.find('u2')]).toEqual([
        { id: 'u1', details: { name: 'Anna' } },
        null,
      ]);
      expect([await stores.users.remove('u1'), await stores.users.remove('u1')]).toEqual([true, false]);
      expect(await stores.users.list()).toEqual([]);
    });

    it('tokens removes what expired and what was a user’s', async () => {
      const token = (id: string, userId: string | null, expiresAtMs: number | null) => ({
        id,
        kind: 'session',
        userId,
        expiresAtMs,
        details: { hash: id },
      });
      for (const one of [token('a', 'u1', 100), token('b', 'u1', null), token('c', null, 300)]) await stores.tokens.save(one);
      expect(await stores.tokens.removeExpired(100)).toBe(1);
      expect(await stores.tokens.removeOfUser('u1')).toBe(1);
      expect(await stores.tokens.list('session')).toEqual([token('c', null, 300)]);
      expect([await stores.tokens.find('c'), await stores.tokens.find('a')]).toEqual([token('c', null, 300), null]);
      expect(await stores.tokens.remove('c')).toBe(true);
    });

    it('audit rows are read backwards from the newest, and forgets what is old', async () => {
      const row = (atMs: number) => ({
        atMs,
        actor: 'anna',
        address: null,
        action: 'login',
        subject: 'u1',
        before: null,
        after: { n: atMs },
      });
      for (const atMs of [1, 2, 3]) await stores.audit.append(row(atMs));
      await stores.audit.append({ ...row(4), action: 'logout' });
      const [newest, second] = await stores.audit.list({ limit: 2, action: 'login' });
      expect([newest, second]).toMatchObject([row(3), row(2)]);
      expect((await stores.audit.list({ limit: 5, beforeId: second!.id })).map(({ atMs }) => atMs)).toEqual([1]);
      expect(await stores.counts.forget({ minutesBeforeMs: 0, historyBeforeMs: 0, auditBeforeMs: 3 })).toBe(2);
      expect((await stores.audit.list({ limit: 5 })).map(({ atMs }) => atMs)).toEqual([4, 3]);
    });

    it('policies keeps every version, and none twice', async () => {
      await stores.policies.append({ version: 1, fromMs: 5, policy: { minimumGroup: 10 } });
      await stores.policies.append({ version: 2, fromMs: 9, policy: { minimumGroup: 12 } });
      await expect(stores.policies.append({ version: 2, fromMs: 9, policy: {} })).rejects.toThrow();
      expect((await stores.policies.list()).map(({ version, fromMs }) => [version, fromMs])).toEqual([
        [1, 5],
        [2, 9],
      ]);
    });
  });
});
