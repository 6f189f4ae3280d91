import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';

const WIDTH_PX = 120;
const HEIGHT_PX = 26;

/** The course of a number, without axes: the table beside it has the figures. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return null;
  const x = scaleLinear({ domain: [0, values.length - 1], range: [1, WIDTH_PX - 1] });
  const y = scaleLinear({ domain: [0, Math.max(1, ...values)], range: [HEIGHT_PX - 2, 2] });
  return (
    <svg className="sparkline" width={WIDTH_PX} height={HEIGHT_PX} aria-hidden="true" focusable="false">
      <LinePath
        data={[...values]}
        x={(_, index) => x(index)}
        y={(value) => y(value)}
        stroke="currentColor"
        strokeWidth={1.5}
        fill="none"
      />
    </svg>
  );
}
