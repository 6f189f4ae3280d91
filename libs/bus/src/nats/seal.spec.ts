import { expect, it } from 'vitest';
import { sealFor, WorkerKey } from './seal.js';

const SECRET = '{"url":"rtsp://192.0.2.10/1","user":"viewer","password":"s3cret"}';

it('is opened by the key it was sealed to, and looks different each time', () => {
  const key = new WorkerKey();
  const sealed = [sealFor(key.publicKey, SECRET), sealFor(key.publicKey, SECRET)];
  expect(sealed.map((text) => key.open(text))).toEqual([SECRET, SECRET]);
  expect(sealed[0]).not.toBe(sealed[1]);
});

it('is not opened by another key, nor when it was changed or cut short', () => {
  const key = new WorkerKey();
  const sealed = sealFor(key.publicKey, SECRET);
  const changed = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.at(-1)!;
  expect(new WorkerKey().open(sealed)).toBeNull();
  expect([changed, sealed.slice(0, 80), ''].map((text) => key.open(text))).toEqual([null, null, null]);
});
