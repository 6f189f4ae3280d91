// `node tools/dist/history/print-share-error.js`: what the noise costs, beside what chance costs anyway.
import { shareError } from './share-error.js';

const CASES = [
  [5, 12],
  [50, 12],
  [500, 1],
  [500, 12],
] as const;

console.log('visits/hour   hours   share of women ± 1 sd: noise   sampling (points)');
for (const [visitsAnHour, hours] of CASES) {
  const { noisePoints, samplingPoints } = shareError(visitsAnHour, hours, 1_000);
  const cells = [String(visitsAnHour).padStart(11), String(hours).padStart(7), noisePoints.toFixed(2).padStart(30)];
  console.log(`${cells.join('')}${samplingPoints.toFixed(2).padStart(11)}`);
}
