// The last step of `npm run gpu`: the shipped network on CUDA and on the CPU must say the same of the same faces.
import { AttributeNetwork, ModelError } from '@vitrine/models';

/** TF32 rounds products to ten bits; wrong libraries are wrong by whole logits. */
const MAX_LOGIT_DIFFERENCE = 0.1;
const FACES = 4;

function noise(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 24) & 0xff);
}

try {
  const open = (provider: 'cuda' | 'cpu') =>
    AttributeNetwork.load({ profile: 'compact', provider, precision: 'fp32', intraOpNumThreads: 1 });
  const [cuda, cpu] = [await open('cuda'), await open('cpu')];
  const faces = Array.from({ length: FACES }, () => noise(3 * cpu.crop.sizePx ** 2));
  const [expected, actual] = [await cpu.infer(faces), await cuda.infer(faces)];
  const worst = actual.reduce((most, logit, i) => Math.max(most, Math.abs(logit - expected[i]!)), 0);
  await Promise.all([cuda.close(), cpu.close()]);
  console.log(`vitrine: CUDA works; its logits differ from the CPU’s by ${worst.toFixed(4)} at most`);
  if (worst > MAX_LOGIT_DIFFERENCE) {
    console.error(`vitrine: that is more than ${MAX_LOGIT_DIFFERENCE}: do not use it; set worker.inference.provider to cpu`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`vitrine: ${error instanceof ModelError ? error.message : String(error)}`);
  process.exitCode = 1;
}
