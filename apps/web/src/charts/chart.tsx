import { ChartHover } from "./chart-hover.tsx";
import type { ChartMark } from "./chart-mark.ts";
import { ChartSvg } from "./chart-svg.tsx";
import type { Drawing } from "./drawing.ts";

type ChartProps = {
  readonly label: string;
  readonly marks: readonly ChartMark[];
  readonly href: string;
  readonly narrow: Drawing;
  readonly large: Drawing;
};

/** One chart at two sizes; the width of its container decides which is seen, without a script and without a jump. */
export function Chart({ label, marks, href, narrow, large }: ChartProps) {
  return (
    <div className="@container">
      <div className="@min-[450px]:hidden">
        <SizedChart label={label} marks={marks} href={href} drawing={narrow} />
      </div>
      <div className="hidden @min-[450px]:block">
        <SizedChart label={label} marks={marks} href={href} drawing={large} />
      </div>
    </div>
  );
}

type SizedChartProps = Pick<ChartProps, "href" | "label" | "marks"> & { readonly drawing: Drawing };

function SizedChart({ label, marks, href, drawing: { id, plot, size, svg } }: SizedChartProps) {
  return (
    <div className="relative" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
      <ChartSvg key={id} id={id} svg={svg} />
      <ChartHover marks={marks} size={size} plot={plot} label={label} href={href} />
    </div>
  );
}
