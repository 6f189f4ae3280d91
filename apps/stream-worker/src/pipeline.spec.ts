import type { Losses } from '@vitrine/contracts';
import type { BoxXyxyPx, DetectedFace } from '@vitrine/models';
import { afterEach, describe, expect, it } from 'vitest';
import { cameraAt } from './fixtures/camera.js';
import { personAt } from './fixtures/frame.js';
import { scriptedParts, type Script } from './fixtures/pipeline-parts.js';
import { Turns } from './infer/index.js';
import { CameraPipeline } from './pipeline.js';

const CAMERA = cameraAt('rtsp://camera/');
const detected = (box: BoxXyxyPx): DetectedFace[] => [personAt(box).seen!];
const standing = () => Promise.resolve(detected([20, 20, 60, 70]));

let pipeline: CameraPipeline;
afterEach(() => pipeline.close());

function open(changes: Partial<Script> = {}, spec = CAMERA) {
  const camera = scriptedParts(changes);
  pipeline = new CameraPipeline(spec, camera.parts);
  /** Lets so many frames come, 200 ms apart by their own time, each when the one before was analysed. */
  const film = async (frames: number) => {
    const from = camera.source.taken.length;
    for (let frame = from; frame < from + frames; frame += 1) {
      camera.source.push(frame * 200);
      await expect.poll(() => camera.source.taken.length).toBe(frame + 1);
      await expect.poll(() => camera.parts.turns.inHand).toBe(0);
    }
  };
  const losses = (): Losses => {
    pipeline.report();
    return camera.heard('camera').at(-1)!.status.stats!.losses;
  };
  return { ...camera, film, losses };
}

describe('frames', () => {
  it('are taken when the turn has come, the newest; what came meanwhile is dropped and counted', async () => {
    let answer = (_: DetectedFace[]) => {};
    const { source, heard } = open({ detect: () => new Promise((resolve) => (answer = resolve)) });
    source.push(0);
    await expect.poll(() => source.taken).toEqual([0]);
    for (const atMs of [200, 400, 600]) source.push(atMs);
    answer([]);
    await expect.poll(() => source.taken).toEqual([0, 600]);
    answer([]);
    pipeline.report();
    expect(heard('camera').at(-1)!.status.stats).toMatchObject({ decodedFrames: 4, droppedFrames: 2 });
  });

  it('wait for the turn of their camera without being taken, so they cannot grow old in a line', async () => {
    const { source, parts } = open();
    const endTurn = await parts.turns.take(() => null);
    source.push(0);
    await expect.poll(() => parts.turns.waiting).toBe(1);
    source.push(200);
    expect(source.taken).toEqual([]);
    endTurn();
    await expect.poll(() => source.taken).toEqual([200]);
  });

  it.each([
    [false, undefined],
    [true, 1_280],
  ])('of a camera with `far` %s are looked at in %s px', async (far, expected) => {
    const sizes: (number | undefined)[] = [];
    const { film } = open(
      { detect: (longSidePx) => Promise.resolve(void sizes.push(longSidePx)).then(() => []) },
      { ...CAMERA, far },
    );
    await film(1);
    expect(sizes).toEqual([expected]);
  });

  it('that fail are counted, and the next one is analysed', async () => {
    const { script, film, losses } = open({ detect: () => Promise.reject(new Error('the thread was lost')) });
    await film(2);
    script.detect = standing;
    await film(1);
    expect(losses().framesFailed).toBe(2);
  });
});

it('goes on with other cameras while a thread hangs over the frame of one, and with that one when the thread was replaced', async () => {
  const turns = new Turns(2);
  let replace = () => {};
  const hung = scriptedParts(
    { detect: () => new Promise((_, reject) => (replace = () => reject(new Error('no answer')))) },
    turns,
  );
  const other = scriptedParts({}, turns);
  pipeline = new CameraPipeline(CAMERA, hung.parts);
  const healthy = new CameraPipeline({ ...CAMERA, id: 'till' }, other.parts);
  hung.source.push(0);
  await expect.poll(() => hung.source.taken).toEqual([0]);
  for (let frame = 0; frame < 5; frame += 1) {
    other.source.push(frame * 200);
    await expect.poll(() => other.source.taken.length).toBe(frame + 1);
  }
  hung.script.detect = standing;
  replace();
  hung.source.push(10_000);
  await expect.poll(() => hung.source.taken).toEqual([0, 10_000]);
  pipeline.report();
  expect(hung.heard('camera').at(-1)!.status.stats!.losses.framesFailed).toBe(1);
  await healthy.close();
});

describe('a visit', () => {
  it('is told with what its faces said, and a last time when the camera is closed', async () => {
    const { film, heard } = open({ detect: standing });
    await film(12);
    await pipeline.close();
    const visits = heard('visit').map(({ visit }) => visit);
    expect(new Set(visits.map(({ visitId }) => visitId)).size).toBe(1);
    expect(visits.at(-1)).toMatchObject({ cameraId: 'door', gender: 'female', final: true });
    expect(visits.at(-1)!.faces).toBeGreaterThanOrEqual(2);
  });

  it('whose faces were all refused is counted with its reasons, and nobody is told of it', async () => {
    const { film, losses, heard } = open({ detect: standing, refusal: 'blurred' });
    await film(12);
    expect(losses().facesSmall).toBe(0);
    expect(losses().facesBlurred).toBeGreaterThanOrEqual(2);
    await pipeline.close();
    expect(heard('visit')).toEqual([]);
    expect(losses().visitsUnseen).toBe(1);
  });

  it('is looked at as often when the face becomes good, however often it was refused before', async () => {
    const { script, film, heard } = open({ detect: standing, refusal: 'small' });
    await film(60);
    expect(heard('visit')).toEqual([]);
    script.refusal = null;
    await film(8);
    expect(heard('visit').at(-1)!.visit.faces).toBeGreaterThanOrEqual(2);
  });

  it('counts the faces that nobody had time for, and those whose batch failed', async () => {
    const { script, film, losses } = open({ detect: standing, judge: () => Promise.resolve(null) });
    await film(4);
    script.judge = () => Promise.reject(new Error('the networks failed'));
    await film(4);
    expect(losses().facesUnjudged).toBe(2);
  });
});

it('makes previews for who watches, and for nobody else', async () => {
  const { script, film, heard } = open({ detect: standing });
  await film(5);
  expect(heard('preview')).toEqual([]);
  script.isWatched = true;
  await film(6);
  expect(heard('preview').length).toBeGreaterThan(0);
  expect(heard('preview').at(-1)!.preview).toMatchObject({ picture: 'none', jpegBase64: null, boxes: [expect.anything()] });
});

it('says how much of the minute was seen', async () => {
  const { film, heard } = open();
  await film(6);
  pipeline.report();
  const seenMs = heard('coverage').reduce((sum, { coverage }) => sum + coverage.analysedMs, 0);
  expect(Math.abs(seenMs - 1_000)).toBeLessThan(50);
});
