import { AGE_BRACKETS, ATTRIBUTE_NAMES } from '@vitrine/contracts';
import type { AttributeReport } from '@vitrine/metrics';
import type { AgeEvaluation } from './ages.js';
import type { AttributeEvaluation } from './attributes.js';
import type { DetectionEvaluation } from './detection.js';

const percent = (share: number | null) => (share === null ? '–' : (100 * share).toFixed(2)).padStart(9);
const years = (value: number | null) => (value === null ? '–' : value.toFixed(2)).padStart(9);
const row = (title: string, cells: readonly string[]) => title.padEnd(24) + cells.join('');
const heading = (titles: readonly string[]) =>
  row(
    '',
    titles.map((title) => title.padStart(9)),
  );

/** The paper's tables with the majority-class line, in percent. */
export function attributeTables(evaluation: AttributeEvaluation): string {
  const balanced = evaluation.atBalancedThresholds;
  const summary = (title: string, report: AttributeReport) =>
    row(title, [report.meanAccuracy, report.balancedAccuracy, report.precision, report.recall, report.f1].map(percent));
  return [
    `${evaluation.images} images judged, ${evaluation.imagesWithoutFace} without a face that the detector found; weights ${evaluation.modelVersion}; in %`,
    ...alignment(evaluation),
    '',
    heading(['acc', 'bal-acc', 'prec', 'rec', 'F1']),
    row('majority class', [percent(evaluation.majorityAccuracy), percent(0.5)]),
    summary('at 0.5', evaluation),
    summary('at balanced thresholds', balanced),
    '',
    `calibration error ${percent(evaluation.calibrationError).trim()}, contradictory ${percent(evaluation.contradictionRate).trim()} ` +
      `(of the labels themselves ${percent(evaluation.contradictionRateOfLabels).trim()})`,
    '',
    heading(['positive', 'majority', 'acc', 'bal-acc', 'bal@bal']),
    ...ATTRIBUTE_NAMES.map((name) => {
      const { positives, majority, accuracy, balancedAccuracy } = evaluation.perAttribute[name];
      return row(
        name,
        [positives, majority, accuracy, balancedAccuracy, balanced.perAttribute[name].balancedAccuracy].map(percent),
      );
    }),
  ].join('\n');
}

function alignment({ alignmentErrorPx, images, imagesWithoutFace }: AttributeEvaluation): string[] {
  if (!alignmentErrorPx) return [];
  const { mean, median, p90 } = alignmentErrorPx;
  const found = percent(images / (images + imagesWithoutFace)).trim();
  return [
    `${found} % found; put ${mean.toFixed(2)} px from CelebA’s own alignment on average (median ${median.toFixed(2)}, 90 % within ${p90.toFixed(2)})`,
  ];
}

/** Average precision, recall and precision in percent, by the least height of the faces wanted. */
export function detectionTable(evaluation: DetectionEvaluation): string {
  const { detector, pictures, inputSizePx, minIou, minConfidence, msPerPicture } = evaluation;
  const line = (leastPx: '20' | '40') =>
    row(`faces ≥ ${leastPx} px`, [
      String(evaluation.faces[leastPx]).padStart(9),
      ...[evaluation.ap50[leastPx], evaluation.recall[leastPx], evaluation.precision[leastPx]].map(percent),
    ]);
  return [
    `${detector.engine} (${detector.version}, ${detector.provider}) on ${pictures} pictures of 640 px, looked at in ${inputSizePx} px; ` +
      `IoU ≥ ${minIou}; recall and precision at ${minConfidence}; in %`,
    '',
    heading(['faces', 'AP50', 'recall', 'precision']),
    line('20'),
    line('40'),
    '',
    `${msPerPicture.toFixed(1)} ms a picture, conversion included, one thread (median)`,
  ].join('\n');
}

export function ageTable(evaluation: AgeEvaluation): string {
  const line = (title: string, { images, ageMaeYears, ageWithin5Years, genderAccuracy }: AgeEvaluation['byBracket']['65+']) =>
    row(title, [String(images).padStart(9), years(ageMaeYears), percent(ageWithin5Years), percent(genderAccuracy)]);
  return [
    `${evaluation.images} images judged, ${evaluation.imagesWithoutFace} without a face that the detector found`,
    '',
    heading(['images', 'MAE years', '±5 %', 'gender %']),
    line('all', evaluation),
    ...AGE_BRACKETS.map((bracket) => line(`${bracket} years`, evaluation.byBracket[bracket])),
    ...(evaluation.withinSpread === null ? [] : genderLines(evaluation)),
  ].join('\n');
}

/** Gender as the service answers it; a gender that is unknown counts as wrong in the lines above. */
function genderLines({ withinSpread, genderFromThirteen, genderBelowThirteen }: AgeEvaluation): string[] {
  const line = (title: string, report: AgeEvaluation['genderFromThirteen']) =>
    row(title, [
      String(report.images).padStart(9),
      ...[report.unknown, report.right, report.womenRight, report.menRight, report.womenShareError].map(percent),
    ]);
  return [
    '',
    heading(['images', 'unknown', 'right', 'women', 'men', 'share +']),
    line('13 years and older', genderFromThirteen),
    line('younger', genderBelowThirteen),
    '',
    `${percent(withinSpread).trim()} % of true ages within the stated spread`,
  ];
}
