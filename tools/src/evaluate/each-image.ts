import { SingleBar } from 'cli-progress';

/** Calls `use` on every item in order, with a progress bar that shows rate and time left on stderr. */
export async function eachWithProgress<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} images, {duration_formatted} gone, {eta_formatted} left',
    etaBuffer: 200,
  });
  bar.start(items.length, 0);
  try {
    for (const item of items) {
      await use(item);
      bar.increment();
    }
  } finally {
    bar.stop();
  }
}
