import type { previewDeliveryRule } from "@pulse/actions";

import { formatDay } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";

type Preview = Awaited<ReturnType<typeof previewDeliveryRule.run>>;

type PreviewCardProps = { readonly preview: Preview; readonly timeZone: string };

const shown = 8;

/** What a rule finds in what is known of the repository: how many, and the latest of them. */
export function PreviewCard({ preview, timeZone }: PreviewCardProps) {
  const { deployments, issues, reverts } = preview;
  const zone = { timeZone };
  return (
    <section aria-label="What it would count" className="grid gap-4 md:grid-cols-2">
      <Found
        title={`${formatNumber(deployments.total)} deployments of production`}
        none="No deployment that is known matches. Name its environment, workflow or tag, or post deployments."
        total={deployments.total}
        lines={deployments.latest.slice(0, shown).map((one) => ({
          key: one.externalId,
          text: [one.name ?? one.externalId, one.ref, one.sha?.slice(0, 7)].filter(Boolean).join(" · "),
          day: formatDay(one.finishedAt.toISOString(), zone),
        }))}
      />
      <Found
        title={`${formatNumber(issues.total + reverts.total)} incidents`}
        none="No issue has such a label, and nothing was reverted."
        total={issues.total + reverts.total}
        lines={[...issues.latest, ...reverts.latest]
          .toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
          .slice(0, shown)
          .map((one) => ({
            key: String(one.number),
            text: `#${one.number} ${one.title}`,
            day: formatDay(one.createdAt.toISOString(), zone),
          }))}
      />
    </section>
  );
}

type FoundProps = {
  readonly title: string;
  readonly none: string;
  readonly total: number;
  readonly lines: readonly { readonly key: string; readonly text: string; readonly day: string }[];
};

function Found({ title, none, total, lines }: FoundProps) {
  return (
    <div className="rounded-8 border border-line bg-panel p-4">
      <h2 className="text-14 font-semibold">{title}</h2>
      {lines.length === 0 ? (
        <p className="mt-2 text-13 text-muted">{none}</p>
      ) : (
        <ol className="mt-2">
          {lines.map(({ key, text, day }) => (
            <li key={key} className="flex min-h-9 items-center gap-3 border-t border-line text-13 first:border-t-0">
              <span className="min-w-0 flex-1 truncate">{text}</span>
              <span className="shrink-0 text-muted tabular-nums">{day}</span>
            </li>
          ))}
        </ol>
      )}
      {total > lines.length && <p className="mt-2 text-12 text-muted">the latest {lines.length}</p>}
    </div>
  );
}
