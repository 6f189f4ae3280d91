import { workerConfigSchema, type PictureMode } from '@vitrine/contracts';
import type { BoxXyxyPx, RgbImage } from '@vitrine/models';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { frameAt, personAt } from '../fixtures/frame.js';
import { PreviewMaker } from './preview-maker.js';

const { publish } = workerConfigSchema.parse({});
const FACE: BoxXyxyPx = [100, 30, 130, 60];

/** Vertical stripes 4 px wide, black and white: detail that a mosaic cannot keep. */
function stripes(widthPx: number): RgbImage {
  const heightPx = widthPx / 2;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i += 1) data[i] = Math.floor((i / 3) % widthPx) % 8 < 4 ? 0 : 255;
  return { widthPx, heightPx, data };
}

function maker(picture: PictureMode) {
  const shrunk: number[] = [];
  const shrink = (_: unknown, widthPx: number) => {
    shrunk.push(widthPx);
    return Promise.resolve(stripes(widthPx));
  };
  return { made: new PreviewMaker({ config: { ...publish, picture, previewFps: 2 }, shrink }), shrunk };
}

/** Standard deviation of grey levels in a part of the picture. */
async function contrast(jpegBase64: string | null, [left, top, right, bottom]: BoxXyxyPx): Promise<number> {
  const part = { left, top, width: right - left, height: bottom - top };
  const cut = await sharp(Buffer.from(jpegBase64!, 'base64')).extract(part).toBuffer();
  return (await sharp(cut).stats()).channels[0]!.stdev;
}

it('has no pixels by default: nobody even asks for a picture', async () => {
  expect(publish.picture).toBe('none');
  const { made, shrunk } = maker('none');
  const preview = await made.make(frameAt(1_000), { faces: [personAt(FACE)], hide: [FACE] });
  expect(preview).toMatchObject({ picture: 'none', jpegBase64: null, facesBlurred: true, widthPx: 200, heightPx: 100 });
  expect(preview.boxes).toEqual([{ visitId: 'visit-1', box: [0.5, 0.3, 0.65, 0.6] }]);
  expect(shrunk).toEqual([]);
});

it('hides every place where a face was found or seen last, a person or not', async () => {
  const elsewhere: BoxXyxyPx = [20, 30, 50, 60];
  const preview = await maker('mosaic').made.make(frameAt(1_000), { faces: [], hide: [FACE, elsewhere] });
  expect(preview).toMatchObject({ picture: 'mosaic', facesBlurred: true, boxes: [] });
  for (const box of [FACE, elsewhere]) expect(await contrast(preview.jpegBase64, box)).toBeLessThan(40);
  expect(await contrast(preview.jpegBase64, [160, 30, 190, 60])).toBeGreaterThan(100);
});

it('hides the whole picture when nobody looked for faces in it', async () => {
  const preview = await maker('mosaic').made.make(frameAt(1_000), { faces: [], hide: null });
  expect(preview.facesBlurred).toBe(true);
  expect(await contrast(preview.jpegBase64, [0, 0, 200, 100])).toBeLessThan(40);
});

it('says so when it shows everybody as they are', async () => {
  const preview = await maker('clear').made.make(frameAt(1_000), { faces: [personAt(FACE)], hide: [FACE] });
  expect(preview).toMatchObject({ picture: 'clear', facesBlurred: false });
  expect(await contrast(preview.jpegBase64, FACE)).toBeGreaterThan(100);
});

it('draws boxes of confirmed people only', async () => {
  const { made } = maker('none');
  const faces = [personAt(FACE, { confirmed: false })];
  expect((await made.make(frameAt(1_000), { faces, hide: [] })).boxes).toEqual([]);
});

it.each([
  [180, 80, 230, 130],
  [-40, -40, 10, 10],
  [300, 300, 340, 340],
] as const)('copes with a face that reaches over the edge: %i %i %i %i', async (...box) => {
  const preview = await maker('mosaic').made.make(frameAt(1_000), { faces: [], hide: [box] });
  expect(preview).toMatchObject({ widthPx: 200, heightPx: 100 });
});

it('is due at the configured rate', async () => {
  const { made } = maker('none');
  expect(made.isDue(1_000)).toBe(true);
  await made.make(frameAt(1_000), { faces: [], hide: [] });
  expect([made.isDue(1_400), made.isDue(1_500)]).toEqual([false, true]);
});
