import { cn } from "../ui/cn.ts";
import type { ChartKey, ChartMark } from "./chart-mark.ts";

type ChartTipProps = { readonly mark: ChartMark; readonly keys: readonly ChartKey[] };

/** What is under the pointer, and the band or point that is meant. */
export function ChartTip({ mark, keys }: ChartTipProps) {
  const isRight = mark.x > 0.5;
  return (
    <>
      {mark.y === undefined ? (
        <span
          className="absolute inset-y-0 rounded-4 bg-text/5"
          style={{ left: `${(mark.x - (mark.width ?? 0) / 2) * 100}%`, width: `${(mark.width ?? 0) * 100}%` }}
        />
      ) : (
        <span
          className="absolute size-3 -translate-1/2 rounded-full border-2 border-text"
          style={{ left: `${mark.x * 100}%`, top: `${mark.y * 100}%` }}
        />
      )}
      <span
        className={cn(
          "pointer-events-none absolute top-0 z-10 flex w-max max-w-60 flex-col gap-1 rounded-8 border border-line bg-raised px-3 py-2 text-12 shadow-float",
          isRight ? "-translate-x-full" : "",
        )}
        style={{ left: `calc(${mark.x * 100}% ${isRight ? "-" : "+"} 12px)` }}
      >
        <span className="font-medium">{mark.title}</span>
        {keys.map((key, index) => (
          <span key={key.label} className="flex items-center justify-between gap-4">
            <span className="flex items-center gap-1.5 text-muted">
              {key.colour !== undefined && (
                <span className="size-2 rounded-[2px]" style={{ background: `var(${key.colour})` }} />
              )}
              {key.label}
            </span>
            <span className="font-medium tabular-nums">{mark.values[index]}</span>
          </span>
        ))}
        {mark.note !== undefined && <span className="text-pale">{mark.note}</span>}
        <span className="text-accent">
          {mark.y === undefined ? "Click for the items" : "Click to open it on GitHub"}
        </span>
      </span>
    </>
  );
}
