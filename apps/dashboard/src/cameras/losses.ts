import type { CameraView } from '@vitrine/contracts';
import { t } from '../words/t.js';

const WORDS: Record<string, () => string> = {
  framesFailed: () => t('Frames that could not be analysed'),
  facesSmall: () => t('Faces too small'),
  facesTurned: () => t('Faces turned away'),
  facesBlurred: () => t('Faces blurred'),
  facesUnjudged: () => t('Faces nobody had time for'),
  visitsUnseen: () => t('Visits without one good face'),
};

/** What was not seen of a camera, by its reason, as far as its worker counts it; what never happened is left out. */
export function lossWords({ stats }: CameraView): [name: string, lost: number][] {
  const losses = stats !== null && 'losses' in stats ? (stats.losses as Record<string, number>) : {};
  return Object.entries(WORDS).flatMap(([name, words]): [string, number][] =>
    (losses[name] ?? 0) > 0 ? [[words(), losses[name]!]] : [],
  );
}
