/** 1 while this thread is inside native code. */
let inside: Int32Array | null = null;

/**
 * Lets the thread that started this one see when it must not be ended: ending a thread inside onnxruntime aborts the whole process.
 *
 * @param flag i32[1] over shared memory
 */
export function reportNativeSections(flag: Int32Array): void {
  inside = flag;
}

/** Runs a call into onnxruntime (or another native library). Sections do not nest. */
export async function inNativeSection<T>(call: () => Promise<T>): Promise<T> {
  if (inside) Atomics.store(inside, 0, 1);
  try {
    return await call();
  } finally {
    if (inside) Atomics.store(inside, 0, 0);
  }
}
