/** The newest values, at most `capacity`; the oldest make room: what stays open all day must not grow. @returns a new array */
export function pushed<T>(values: readonly T[], value: T, capacity: number): T[] {
  return [...values.slice(Math.max(0, values.length + 1 - capacity)), value];
}
