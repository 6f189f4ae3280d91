/** Matrix scaling (Guo et al., 2017): probabilities = sigmoid(matrix · logits + bias), 40×40 and 40. */
export interface Calibration {
  readonly matrix: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** @param logits f32[N,40] flat @returns f32[N,40] in 0–1 */
export function calibrated(logits: Float32Array, { matrix, bias }: Calibration): Float32Array {
  return logits.map((_, i) => {
    const attribute = i % bias.length;
    const face = i - attribute;
    const logOdds = matrix[attribute]!.reduce((sum, weight, j) => sum + weight * logits[face + j]!, bias[attribute]!);
    return 1 / (1 + Math.exp(-logOdds));
  });
}
