// `npm run audit:looks -- --data DIR`: whether the answer on a visit suffers from looking at it seldom once it is settled.
import { ATTRIBUTE_NAMES, workerConfigSchema, type AttributeName } from '@vitrine/contracts';
import { fromRgb, InferencePool, type DetectedFace } from '@vitrine/models';
import { FaceSelector, VisitFusion, type JudgedFace } from '@vitrine/stream-worker';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { walkUp } from './walk-up.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, visits: { type: 'string' }, frames: { type: 'string' } } });
if (!values.data)
  throw new Error('say where the labelled photos are: --data DIR, a folder with labels.csv and images as CelebA has them');
const [visits, frames] = [Number(values.visits ?? 100), Number(values.frames ?? 40)];
const FRAME_MS = 200;
const VISIT_ID = 'visit';

const config = workerConfigSchema.parse({});
const pool = await InferencePool.start({ detection: config.detection, inference: config.inference, threads: 2 });

interface Seen {
  readonly face: DetectedFace;
  /** null where the quality gate refused it. */
  readonly judged: JudgedFace | null;
}

/** Looks once at every frame; what each policy makes of it is worked out afterwards. */
async function see(photo: string, frame: number): Promise<Seen | null> {
  const image = fromRgb(await walkUp(photo, frame, frames));
  const [face] = await pool.detect(image);
  if (!face) return null;
  const [cut] = await pool.cut(image, [face], config.quality);
  if (!cut?.crops) return { face, judged: null };
  const [answer] = await pool.judge([cut.crops]);
  return { face, judged: { ...answer!, quality: cut.quality } };
}

type Policy = (seen: readonly (Seen | null)[]) => VisitFusion;

const always: Policy = (seen) => {
  const fusion = new VisitFusion();
  for (const look of seen) if (look?.judged) fusion.add(look.judged);
  return fusion;
};

const asTheServiceDoes: Policy = (seen) => {
  const fusion = new VisitFusion();
  const selector = new FaceSelector({ ...config.tracking, isSettled: () => fusion.isSettled });
  seen.forEach((look, frame) => {
    if (!look) return;
    const { face, judged } = look;
    const tracked = {
      visitId: VISIT_ID,
      box: face.box,
      confidence: face.confidence,
      seen: face,
      unseenMs: 0,
      sinceFirstSeenMs: 0,
      confirmed: true,
    };
    const [picked] = selector.pick([tracked], frame * FRAME_MS);
    if (!picked || !judged || judged.quality.score <= picked.scoreToBeat) return;
    selector.judged(VISIT_ID, judged.quality);
    fusion.add(judged);
  });
  return fusion;
};

const POLICIES = { 'every frame': always, 'as the service does': asTheServiceDoes };
const sums = Object.fromEntries(
  Object.keys(POLICIES).map((name) => [name, { judged: 0, unknown: 0, genderRight: 0, attributesRight: 0 }]),
);
let counted = 0;
for (const { photo, labels } of (await photosOf(values.data)).slice(0, visits)) {
  const seen = await Promise.all(Array.from({ length: frames }, (_, frame) => see(photo, frame)));
  if (!seen.some((look) => look?.judged)) continue;
  counted += 1;
  for (const [name, policy] of Object.entries(POLICIES)) {
    const fused = policy(seen).fused((mean) => pool.read(mean));
    const sum = sums[name]!;
    sum.judged += fused.faces;
    sum.unknown += Number(fused.gender === 'unknown');
    sum.genderRight += Number(fused.gender === (labels.Male ? 'male' : 'female'));
    const right = ATTRIBUTE_NAMES.filter((attribute) => (fused.attributes[attribute] ?? 0) >= 0.5 === labels[attribute]);
    sum.attributesRight += right.length / ATTRIBUTE_NAMES.length;
  }
}
await pool.close();

console.log(`${counted} visits of ${frames} frames at 5 a second, each of somebody who walks up`);
console.log(
  `${'looked at'.padEnd(22)}${['faces a visit', 'gender unknown', 'gender right', '40 attributes'].map((word) => word.padStart(15)).join('')}`,
);
for (const [name, { judged, unknown, genderRight, attributesRight }] of Object.entries(sums)) {
  // Right of those who got an answer; the attributes of all.
  const shares = [unknown / counted, genderRight / (counted - unknown), attributesRight / counted].map(
    (share) => `${(100 * share).toFixed(1)} %`,
  );
  console.log(`${name.padEnd(22)}${[(judged / counted).toFixed(1), ...shares].map((cell) => cell.padStart(15)).join('')}`);
}

/** Photos of CelebA's validation, spread evenly. */
async function photosOf(folder: string): Promise<{ photo: string; labels: Record<AttributeName, boolean> }[]> {
  const [head, ...rows] = (await readFile(join(folder, 'labels.csv'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const column = (name: string) => head!.indexOf(name);
  const chosen = rows.filter((row) => row[column('split')] === 'val');
  const step = Math.max(1, Math.floor(chosen.length / visits));
  return chosen
    .filter((_, index) => index % step === 0)
    .map((row) => ({
      photo: join(folder, 'images', row[column('file')]!),
      labels: Object.fromEntries(ATTRIBUTE_NAMES.map((name) => [name, row[column(name)] === '1'])) as Record<
        AttributeName,
        boolean
      >,
    }));
}
