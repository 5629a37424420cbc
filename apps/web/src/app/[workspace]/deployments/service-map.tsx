import type { DeployedApp } from "@pulse/actions";

import { healthFace } from "./health-face.ts";
import { boxHeight, boxWidth, placeParts, type PlacedPart } from "./place-parts.ts";

const mostLetters = 18;

/** The parts and which reaches which, as the spec says; the list below it says the same in words. */
export function ServiceMap({ parts, edges }: Pick<DeployedApp, "parts" | "edges">) {
  const map = placeParts({ parts, edges });
  return (
    <figure aria-label="Service map" className="hidden min-w-0 md:block">
      <svg
        viewBox={`-1 -1 ${map.width + 2} ${map.height + 2}`}
        width={map.width + 2}
        height={map.height + 2}
        className="h-auto max-w-full"
        aria-hidden
      >
        <defs>
          <marker id="reaches" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" className="fill-[var(--line-strong)]" />
          </marker>
        </defs>
        {map.edges.map(({ key, path }) => (
          <path
            key={key}
            d={path}
            fill="none"
            strokeWidth={1.5}
            markerEnd="url(#reaches)"
            className="stroke-[var(--line-strong)]"
          />
        ))}
        {map.parts.map((part) => (
          <Box key={part.name} part={part} />
        ))}
      </svg>
    </figure>
  );
}

function Box({ part }: { readonly part: PlacedPart }) {
  const face = healthFace(part);
  const name = part.kind === "internet" ? "people" : part.name;
  return (
    <g transform={`translate(${part.x} ${part.y})`}>
      <rect
        width={boxWidth}
        height={boxHeight}
        rx={8}
        className="fill-[var(--raised)] stroke-[var(--line)]"
        strokeDasharray={part.kind === "outside" || part.kind === "internet" ? "4 3" : undefined}
      />
      <title>{name}</title>
      <text x={12} y={19} className="fill-[var(--text)] text-12 font-medium">
        {name.length > mostLetters ? `${name.slice(0, mostLetters - 1)}…` : name}
      </text>
      <text x={12} y={34} className={`text-12 ${face === null ? "fill-[var(--muted)]" : `${face.color} fill-current`}`}>
        {face === null ? wordOf(part) : face.word}
      </text>
    </g>
  );
}

const wordOf = ({ kind }: PlacedPart): string =>
  kind === "internet" ? "from outside" : kind === "outside" ? "not part of the app" : kind;
