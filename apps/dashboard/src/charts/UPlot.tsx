import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../shell/preferences.js';
import { useSize } from '../ui/use-size.js';
import { zoneOfSite } from '../words/format.js';
import './chart.css';

export interface UPlotProps {
  /** Without width and height, which are the room’s. Made anew when this is another function. */
  readonly options: () => Omit<uPlot.Options, 'width' | 'height'>;
  /** x in seconds of UTC, then each series; null where there is nothing. */
  readonly data: uPlot.AlignedData;
  /** What the chart says, read aloud. */
  readonly label: string;
  readonly onReady?: (plot: uPlot | null) => void;
}

/** Ticks stand at the site's own midnights and hours. */
function dateOfSite(atS: number): Date {
  const zone = zoneOfSite();
  return zone === undefined ? new Date(atS * 1_000) : uPlot.tzDate(new Date(atS * 1_000), zone);
}

/** A canvas chart that fills its room, follows its size and the theme, and keeps its instance while only the data change. */
export function UPlot({ options, data, label, onReady }: UPlotProps) {
  const [size, ref] = useSize();
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(data);
  newest.current = data;
  const { theme } = usePreferences();
  const hasRoom = size !== null && size.widthPx > 0 && size.heightPx > 0;

  useEffect(() => {
    if (!hasRoom || !holder.current) return;
    const room = { width: holder.current.clientWidth, height: holder.current.clientHeight };
    const made = new uPlot({ ...options(), ...room, tzDate: dateOfSite }, newest.current, holder.current);
    plot.current = made;
    onReady?.(made);
    return () => {
      onReady?.(null);
      made.destroy();
      plot.current = null;
    };
  }, [hasRoom, options, theme, onReady]);

  useEffect(() => plot.current?.setData(data), [data]);
  useEffect(() => {
    if (size) plot.current?.setSize({ width: size.widthPx, height: size.heightPx });
  }, [size]);

  return (
    <div ref={ref} className="chart" role="img" aria-label={label}>
      <div ref={holder} className="chart-holder" />
    </div>
  );
}
