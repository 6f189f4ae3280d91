import type uPlot from 'uplot';

const STEP_PX = 7;

/** Hatches stretches of the time axis. @param stretches from–to, seconds of UTC */
export function hatch(plot: uPlot, stretches: readonly (readonly [fromS: number, toS: number])[], color: string): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = devicePixelRatio;
  for (const [fromS, toS] of stretches) {
    const x0 = Math.max(left, plot.valToPos(fromS, 'x', true));
    const x1 = Math.min(left + width, plot.valToPos(toS, 'x', true));
    if (x1 <= x0) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x0, top, x1 - x0, height);
    ctx.clip();
    ctx.beginPath();
    for (let x = x0 - height; x < x1; x += STEP_PX * devicePixelRatio) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}
