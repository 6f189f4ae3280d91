/** Platt scaling (Platt, 1999), one attribute at a time: probability = sigmoid(scale · logit + bias), 40 each. */
export interface Calibration {
  readonly scale: readonly number[];
  readonly bias: readonly number[];
}

/** @param logits f32[N,40] flat @returns f32[N,40] in 0–1 */
export function calibrated(logits: Float32Array, { scale, bias }: Calibration): Float32Array {
  return logits.map((logit, i) => {
    const attribute = i % bias.length;
    return 1 / (1 + Math.exp(-(scale[attribute]! * logit + bias[attribute]!)));
  });
}
