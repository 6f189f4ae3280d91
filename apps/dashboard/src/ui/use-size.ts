import { useCallback, useState } from 'react';

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The inner size of an element, as it changes. @returns the size, null before the first measure, and the ref to give the element */
export function useSize(): [Size | null, (element: HTMLElement | null) => (() => void) | undefined] {
  const [size, setSize] = useState<Size | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const [widthPx, heightPx] = [element.clientWidth, element.clientHeight];
      setSize((before) => (before?.widthPx === widthPx && before.heightPx === heightPx ? before : { widthPx, heightPx }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [size, ref];
}
