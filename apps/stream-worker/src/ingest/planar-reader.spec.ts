import type { PlanarImage } from '@vitrine/models';
import { describe, expect, it } from 'vitest';
import { FrameRing } from './frame-ring.js';
import { PictureInfoReader, type PictureInfo } from './picture-info.js';
import { PlanarReader } from './planar-reader.js';

const info = (widthPx: number, heightPx: number): PictureInfo => ({ widthPx, heightPx, atMs: 0 });
const bytesOf = ({ y, u, v }: PlanarImage) => [...y, ...u, ...v];

function read() {
  const ring = new FrameRing();
  const images: number[][] = [];
  const reader = new PlanarReader(ring, 100, (image) => {
    images.push(bytesOf(image));
    ring.release(image);
  });
  return { reader, images };
}

describe('raw pictures', () => {
  it.each([1, 4, 7, 100])('are cut out of chunks of %i bytes, also where the size changes and the bytes do not', (chunkBytes) => {
    const { reader, images } = read();
    const stream = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18]);
    reader.expect(info(4, 1));
    reader.expect(info(1, 4));
    for (let at = 0; at < stream.length; at += chunkBytes) reader.write(stream.subarray(at, at + chunkBytes));
    expect(images).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [11, 12, 13, 14, 15, 16, 17, 18],
    ]);
  });

  it('wait for the line with their size', () => {
    const { reader, images } = read();
    reader.write(Buffer.from([1, 2]));
    reader.write(Buffer.from([3]));
    expect(images).toEqual([]);
    reader.expect(info(1, 1));
    expect(images).toEqual([[1, 2, 3]]);
  });

  it('beyond a limit are refused before memory is taken for them', () => {
    expect(() => read().reader.expect(info(20, 20))).toThrow('20×20');
  });

  it('that nothing was said of are refused', () => {
    const { reader } = read();
    const chunk = Buffer.alloc(16 * 2 ** 20);
    expect(() => Array.from({ length: 6 }, () => reader.write(chunk))).toThrow('without their sizes');
  });
});

describe('what ffmpeg says of a picture', () => {
  const line = (text: string) => `[Parsed_showinfo_5 @ 0x55] [info] ${text}`;

  it('is its size and when it came', () => {
    const reader = new PictureInfoReader();
    expect(reader.read(line('config in time_base: 1/90000, frame_rate: 25/1'))).toBeNull();
    expect(reader.read(line('n:   0 pts: 180000 pts_time:2 pos: 1 fmt:yuv420p sar:1/1 s:640x360 i:P iskey:1 type:I '))).toEqual({
      widthPx: 640,
      heightPx: 360,
      atMs: 2000,
    });
  });

  it('is not what a camera says', () => {
    const forged = 'n: 0 pts: 0 pts_time:0 fmt:yuv420p sar:1/1 s:9x9 i:P iskey:1 type:I ';
    for (const text of [forged, `[info]     title   : ${forged}`, `[rtsp @ 0x1] [info] ${forged}`]) {
      expect(new PictureInfoReader().read(text)).toBeNull();
    }
  });
});
