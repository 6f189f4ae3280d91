import { expect, it } from 'vitest';
import { readWorkerEnvironment } from './environment.js';

const BUS = 'nats://worker:s3cret@192.0.2.1:4222';

it('is called as the machine is and takes what it measures, unless told otherwise', () => {
  expect(readWorkerEnvironment({ VITRINE_BUS: BUS })).toMatchObject({ busUrl: BUS, group: null, capacity: null });
  const told = { VITRINE_BUS: BUS, VITRINE_WORKER: 'north-1', VITRINE_WORKER_GROUP: 'north', VITRINE_WORKER_CAMERAS: '12' };
  expect(readWorkerEnvironment(told)).toEqual({ busUrl: BUS, name: 'north-1', group: 'north', capacity: 12 });
});

it.each([
  [{}, 'VITRINE_BUS: is missing'],
  [{ VITRINE_BUS: 'http://worker:s3cret@192.0.2.1' }, 'VITRINE_BUS: is no address of a NATS server'],
  [{ VITRINE_BUS: BUS, VITRINE_WORKER_CAMERAS: '0' }, 'VITRINE_WORKER_CAMERAS'],
  [{ VITRINE_BUS: BUS, VITRINE_WORKER: 'no blanks' }, 'VITRINE_WORKER'],
])('%j is refused with the remedy and without its value', (variables, words) => {
  expect(() => readWorkerEnvironment(variables)).toThrow(words);
  expect(() => readWorkerEnvironment(variables)).not.toThrow('s3cret');
});

it.each([
  ['door-pc', 'door-pc'],
  ['vitrine-worker-cpu-5d7f8c9b4d-x2kqp', 'rine-worker-cpu-5d7f8c9b4d-x2kqp'],
  ['shop.example.org', 'shop-example-org'],
  ['…', 'worker'],
])('is called as its machine %s is, by what tells machines apart', (machine, name) => {
  expect(readWorkerEnvironment({ VITRINE_BUS: 'nats://localhost' }, machine).name).toBe(name);
});
