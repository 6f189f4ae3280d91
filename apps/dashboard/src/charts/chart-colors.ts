/** Colours of the theme that is shown, for what is painted on a canvas. */
export function chartColors() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    soft: of('soft'),
    line: of('line'),
    accent: of('accent'),
    panel: of('panel'),
    female: of('female'),
    warn: of('warn'),
  };
}
export type ChartColors = ReturnType<typeof chartColors>;

/** The same colour, more or less transparent. @param alpha 0–1 */
export function faded(hex: string, alpha: number): string {
  return `${hex}${Math.round(255 * alpha)
    .toString(16)
    .padStart(2, '0')}`;
}
