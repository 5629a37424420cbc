import type { DeployedApp, DeployedPart } from "@pulse/actions";

import Link from "next/link";

import { formatNumber } from "../../../format/format-number.ts";
import { LiveValue } from "../../../live/live-value.tsx";
import { cn } from "../../../ui/cn.ts";
import { CommitLinks } from "./commit-links.tsx";
import { deployHref, type DeployPage } from "./deploy-page.ts";
import { formatDollars } from "./format-dollars.ts";
import { healthFace } from "./health-face.ts";

type PartListProps = {
  readonly page: DeployPage;
  readonly parts: readonly DeployedPart[];
  readonly edges: DeployedApp["edges"];
};

/** Each part in words: how it is, what it runs and costs, and whom it reaches. */
export function PartList({ page, parts, edges }: PartListProps) {
  return (
    <ul aria-label="Parts" className="divide-y divide-line">
      {parts
        .filter(({ kind }) => kind !== "internet" && kind !== "outside")
        .map((part) => (
          <li
            key={part.name}
            className="grid grid-cols-1 gap-x-6 gap-y-0.5 py-2.5 text-13 sm:grid-cols-2 lg:grid-cols-[2fr_1.5fr_1.5fr_1fr]"
          >
            <div className="min-w-0">
              <p className="font-medium break-words">{part.name}</p>
              <p className="text-12 break-words text-muted">{describePart(part)}</p>
            </div>
            <Health part={part} />
            <p className="min-w-0 break-words text-muted">{describeReach(part, edges)}</p>
            <div className="flex flex-wrap items-baseline gap-x-3 tabular-nums lg:justify-end">
              {part.commit !== null && (
                <CommitLinks
                  page={page}
                  commits={[{ component: part.name, commit: part.commit, repository: part.repository }]}
                />
              )}
              <span title={part.size ?? ""}>{describePrice(part)}</span>
              {part.kind !== "database" && (
                <Link
                  href={deployHref(page, { log: part.name })}
                  prefetch={false}
                  className="inline-flex min-h-6 items-center underline underline-offset-2"
                >
                  Log<span className="sr-only"> of {part.name}</span>
                </Link>
              )}
            </div>
          </li>
        ))}
    </ul>
  );
}

function Health({ part }: { readonly part: DeployedPart }) {
  const face = healthFace(part);
  if (face === null) return <p className="text-muted">–</p>;
  const { icon: Icon, color, word } = face;
  const { replicasReady, replicasDesired, cpuPercent, memoryPercent } = part;
  return (
    <div className="min-w-0">
      <p className={cn("inline-flex items-center gap-1.5", color)}>
        <Icon aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
        <LiveValue text={`${word}, ${replicasReady ?? 0} of ${replicasDesired ?? 0} ready`} />
      </p>
      <p className="text-12 text-muted tabular-nums">
        CPU {formatNumber(cpuPercent ?? 0)} %, memory {formatNumber(memoryPercent ?? 0)} %
      </p>
    </div>
  );
}

function describePart({ kind, isPublic, ports, routes }: DeployedPart): string {
  const where = kind === "service" ? (isPublic ? `, public at ${routes.join(", ")}` : ", inside the app") : "";
  return `${kind}${where}${ports.length === 0 ? "" : `, port ${ports.join(", ")}`}`;
}

function describeReach({ name }: DeployedPart, edges: DeployedApp["edges"]): string {
  const reached = [...new Set(edges.filter(({ from }) => from === name).map(({ to }) => to))];
  return reached.length === 0 ? "" : `→ ${reached.join(", ")}`;
}

function describePrice({ kind, usdPerMonth, count }: DeployedPart): string {
  if (usdPerMonth !== null) return `${formatDollars(usdPerMonth)} a month${(count ?? 1) > 1 ? ` for ${count}` : ""}`;
  return kind === "job" ? "while it runs" : "–";
}
