import type { BoxXyxyNorm } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { cameraOf } from '../testing/messages.js';
import { cameraCreateFrom, cameraPatchFrom } from './camera-form.js';
import { placeLabels } from './place-labels.js';

describe('labels', () => {
  const size = { width: 0.2, height: 0.1 };
  const place = (...boxes: BoxXyxyNorm[]) => placeLabels(boxes.map((box) => ({ box, ...size })));

  it('sits above its box, in the middle', () => {
    const [label] = place([0.4, 0.5, 0.6, 0.8]);
    expect(label!.left).toBeCloseTo(0.4);
    expect(label!.top + size.height).toBeLessThan(0.5);
  });

  it('goes below a box at the upper edge and stays inside the picture at the side', () => {
    const [label] = place([0.95, 0, 1, 0.3]);
    expect(label!.top).toBeGreaterThan(0.3);
    expect(label!.left + size.width).toBeLessThanOrEqual(1);
  });

  it('does not cover a neighbour’s label', () => {
    const [first, second] = place([0.4, 0.5, 0.6, 0.8], [0.45, 0.5, 0.65, 0.8]);
    expect(Math.abs(first!.top - second!.top)).toBeGreaterThanOrEqual(size.height);
  });
});

describe('form', () => {
  const formOf = (entries: Record<string, string>) => ({ get: (name: string) => entries[name] ?? null });
  const entered = { name: ' Door ', url: '', fps: '5', transport: 'tcp', enabled: 'on' };

  it('sends what was entered', () => {
    expect(cameraCreateFrom(formOf({ ...entered, url: ' rtsp://a/b ' }))).toEqual({
      name: 'Door',
      url: 'rtsp://a/b',
      fps: 5,
      transport: 'tcp',
      enabled: true,
    });
  });

  it('changes only what differs, and keeps an address that is left empty', () => {
    const camera = cameraOf('door', { name: 'Door' });
    expect(cameraPatchFrom(formOf(entered), camera)).toEqual({});
    const switchedOff = { name: 'Door', url: 'rtsp://a/c', fps: '5', transport: 'tcp' };
    expect(cameraPatchFrom(formOf(switchedOff), camera)).toEqual({ enabled: false, url: 'rtsp://a/c' });
  });
});
