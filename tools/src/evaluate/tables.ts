import { AGE_BRACKETS, ATTRIBUTE_NAMES } from '@vitrine/contracts';
import type { AttributeReport } from '@vitrine/metrics';
import type { AgeEvaluation } from './ages.js';
import type { AttributeEvaluation } from './attributes.js';

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

export function ageTable(evaluation: AgeEvaluation): string {
  const line = (title: string, { images, ageMaeYears, ageWithin5Years, genderAccuracy }: AgeEvaluation['byBracket']['65+']) =>
    row(title, [String(images).padStart(9), years(ageMaeYears), percent(ageWithin5Years), percent(genderAccuracy)]);
  return [
    `${evaluation.images} images judged, ${evaluation.imagesWithoutFace} without a face that the detector found`,
    '',
    heading(['images', 'MAE years', '±5 %', 'gender %']),
    line('all', evaluation),
    ...AGE_BRACKETS.map((bracket) => line(`${bracket} years`, evaluation.byBracket[bracket])),
  ].join('\n');
}
