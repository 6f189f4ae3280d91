import type { PointXyNorm } from '@vitrine/contracts';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { t } from '../words/t.js';
import { MIN_POINTS, type ZoneAction, type ZoneDraft } from './zone-draft.js';

const [STEP, LARGE_STEP] = [0.01, 0.05];
const ARROWS: Record<string, PointXyNorm> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface ZoneCanvasProps {
  readonly draft: ZoneDraft;
  readonly dispatch: (action: ZoneAction) => void;
  readonly onFinish: () => void;
}

/** What is drawn over the picture; while something is being drawn, a surface for pointer and keyboard alike. */
export function ZoneCanvas({ draft, dispatch, onFinish }: ZoneCanvasProps) {
  const { zones, mask, drawing, points } = draft;
  const surface = useRef<HTMLDivElement>(null);
  const [cross, setCross] = useState<PointXyNorm>([0.5, 0.5]);

  useEffect(() => {
    if (drawing !== null) surface.current?.focus();
  }, [drawing]);

  function click(event: MouseEvent<HTMLDivElement>): void {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const point: PointXyNorm = [(event.clientX - left) / width, (event.clientY - top) / height];
    setCross(point);
    dispatch({ kind: 'point', point });
  }

  function press(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    const step = event.shiftKey ? LARGE_STEP : STEP;
    if (arrow) setCross(([x, y]) => [clamped(x + step * arrow[0]), clamped(y + step * arrow[1])]);
    else if (event.key === 'Enter') dispatch({ kind: 'point', point: cross });
    else if (event.key === 'Backspace') dispatch({ kind: 'undo' });
    else if (event.key === 'Escape') dispatch({ kind: 'cancel' });
    else if (event.key === ' ' && drawing !== null && points.length >= MIN_POINTS[drawing]) onFinish();
    else return;
    event.preventDefault();
  }

  return (
    <>
      <svg className="zone-shapes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {mask.map((polygon, index) => (
          <polygon key={index} className="zone-mask" points={polygon.join(' ')} />
        ))}
        {zones.map((zone) =>
          zone.kind === 'area' ? (
            <polygon key={zone.id} className="zone-area" points={zone.polygon.join(' ')} />
          ) : (
            <line key={zone.id} className="zone-line" x1={zone.from[0]} y1={zone.from[1]} x2={zone.to[0]} y2={zone.to[1]} />
          ),
        )}
        {points.length > 0 && <polyline className="zone-begun" points={points.join(' ')} />}
      </svg>
      {zones.map((zone) => (
        <span key={zone.id} className="zone-name" style={placed(zone.kind === 'area' ? zone.polygon[0]! : zone.from)}>
          {zone.name}
        </span>
      ))}
      {drawing !== null && (
        <div
          ref={surface}
          className="zone-surface"
          role="application"
          tabIndex={0}
          aria-label={t(
            'Drawing surface: arrow keys move the cross, Enter sets a corner, Backspace takes one back, Space is done',
          )}
          onClick={click}
          onKeyDown={press}
        >
          {points.map((point, index) => (
            <i key={index} className="zone-corner" style={placed(point)} />
          ))}
          <i className="zone-cross" style={placed(cross)} />
        </div>
      )}
    </>
  );
}

function placed([x, y]: PointXyNorm) {
  return { left: `${100 * x}%`, top: `${100 * y}%` };
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
