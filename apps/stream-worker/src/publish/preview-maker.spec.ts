import { workerConfigSchema } from '@vitrine/contracts';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { PreviewMaker } from './preview-maker.js';

const config = workerConfigSchema.parse({}).publish;
const [WIDTH_PX, HEIGHT_PX] = [320, 180];

/** Vertical stripes 4 px wide, black and white: detail that a mosaic cannot keep. */
function stripes(): Frame {
  const data = new Uint8Array(WIDTH_PX * HEIGHT_PX * 3);
  for (let i = 0; i < data.length; i += 1) data[i] = Math.floor(i / 3) % 8 < 4 ? 0 : 255;
  const picture = { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, data };
  return { cameraId: 'door', index: 0, capturedAtMs: 1_000, full: picture, small: picture };
}

const face = (confirmed: boolean): TrackedFace => ({
  trackId: 'visit-1',
  box: [100, 50, 150, 110],
  confidence: 0.9,
  detected: false,
  firstSeenAtMs: 0,
  confirmed,
});

/** Standard deviation of grey levels in a part of the picture. */
async function contrast(jpegBase64: string, part: { left: number; top: number; width: number; height: number }): Promise<number> {
  const cut = await sharp(Buffer.from(jpegBase64, 'base64')).extract(part).toBuffer();
  return (await sharp(cut).stats()).channels[0]!.stdev;
}

it.each([true, false])('leaves nothing to recognise of a face, a confirmed person or not (%s)', async (confirmed) => {
  const preview = await new PreviewMaker(config).make(stripes(), [face(confirmed)]);
  expect(preview.facesBlurred).toBe(true);
  expect(await contrast(preview.jpegBase64, { left: 100, top: 50, width: 50, height: 60 })).toBeLessThan(40);
  expect(await contrast(preview.jpegBase64, { left: 220, top: 50, width: 50, height: 60 })).toBeGreaterThan(100);
});

it('draws boxes of confirmed people only, as fractions of the frame', async () => {
  const maker = new PreviewMaker(config);
  expect((await maker.make(stripes(), [face(false)])).boxes).toEqual([]);
  const { boxes } = await maker.make(stripes(), [face(true)]);
  expect(boxes).toEqual([{ trackId: 'visit-1', box: [100 / 320, 50 / 180, 150 / 320, 110 / 180] }]);
});

it('copes with a face that reaches over the edge', async () => {
  const atEdge = { ...face(true), box: [300, 160, 360, 220] as const };
  await expect(new PreviewMaker(config).make(stripes(), [atEdge])).resolves.toMatchObject({ widthPx: 320, heightPx: 180 });
});

it('is due at the configured rate', async () => {
  const maker = new PreviewMaker({ ...config, previewFps: 2 });
  expect(maker.isDue(1_000)).toBe(true);
  await maker.make(stripes(), []);
  expect([maker.isDue(1_400), maker.isDue(1_500)]).toEqual([false, true]);
});
