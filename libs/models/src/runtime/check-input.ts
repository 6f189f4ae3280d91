import { ModelError } from '../errors.js';
import { planarBytes, type PlanarImage } from '../image/planar-image.js';
import type { FaceCrops } from './protocol.js';

/** @throws ModelError `input_invalid` */
export function checkImage({ widthPx, heightPx, y, u, v }: PlanarImage): void {
  const bytes = y.length + u.length + v.length;
  if (widthPx > 0 && heightPx > 0 && y.length === widthPx * heightPx && bytes === planarBytes(widthPx, heightPx)) return;
  throw new ModelError(
    'input_invalid',
    `A picture has ${bytes} bytes at ${widthPx}×${heightPx} px.`,
    'Give YUV 4:2:0, three planes (planarImage).',
  );
}

/** Crops that were handed over before have no memory left. @throws ModelError `input_invalid` */
export function checkCrops(faces: readonly FaceCrops[]): void {
  const spent = faces.findIndex(({ attributesNhwc, ageGenderNhwc }) => attributesNhwc.length * ageGenderNhwc.length === 0);
  if (spent === -1) return;
  throw new ModelError('input_invalid', `The crops of faces[${spent}] are empty.`, 'Give each crop once.');
}
