import { ChartHover } from "./chart-hover.tsx";
import type { ChartKey, ChartMark } from "./chart-mark.ts";
import { ChartSvg } from "./chart-svg.tsx";
import type { Drawing } from "./drawing.ts";

type ChartProps = {
  readonly label: string;
  readonly marks: readonly ChartMark[];
  readonly keys: readonly ChartKey[];
  readonly href: string;
  readonly narrow: Drawing;
  readonly large: Drawing;
};

/** One chart at two sizes; the width of its container decides which is seen, without a script and without a jump. */
export function Chart({ narrow, large, ...rest }: ChartProps) {
  return (
    <div className="@container">
      <div className="@min-[450px]:hidden">
        <SizedChart {...rest} drawing={narrow} />
      </div>
      <div className="hidden @min-[450px]:block">
        <SizedChart {...rest} drawing={large} />
      </div>
    </div>
  );
}

type SizedChartProps = Omit<ChartProps, "large" | "narrow"> & { readonly drawing: Drawing };

function SizedChart({ drawing: { id, plot, size, svg }, ...rest }: SizedChartProps) {
  return (
    <div className="relative" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
      <ChartSvg key={id} id={id} svg={svg} />
      <ChartHover {...rest} size={size} plot={plot} />
    </div>
  );
}
