import type { DeployedApp } from "@pulse/actions";
import Link from "next/link";
import type { ReactNode } from "react";

import { formatInstant } from "../../../format/format-instant.ts";
import { CommitLinks } from "./commit-links.tsx";
import { deployHref, type DeployPage } from "./deploy-page.ts";
import { formatDollars } from "./format-dollars.ts";
import { PartList } from "./part-list.tsx";
import { ServiceMap } from "./service-map.tsx";

type AppPanelProps = { readonly page: DeployPage; readonly app: DeployedApp };

/** An app as it is now: what runs, what stands in the way of the next deployment, its parts and how they hang together. */
export function AppPanel({ page, app }: AppPanelProps) {
  const { active, url, lock, pinned, usdPerMonth, unknownSizes } = app;
  return (
    <section aria-labelledby="app" className="flex min-w-0 flex-col gap-4 rounded-8 border border-line bg-panel p-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="app" className="min-w-0 text-16 font-semibold break-words">
          {app.name}
        </h2>
        <p className="text-13 tabular-nums">
          <span className="font-medium">{formatDollars(usdPerMonth)}</span>{" "}
          <span className="text-muted">a month, by the platform’s price list</span>
        </p>
        <p className="w-full text-13 break-words text-muted">
          {active === null ? (
            "Nothing of it runs yet."
          ) : (
            <>
              Runs since{" "}
              <time dateTime={active.createdAt.toISOString()}>
                {formatInstant(active.createdAt.toISOString(), { timeZone: page.timeZone })}
              </time>{" "}
              <CommitLinks page={page} commits={active.commits} />
            </>
          )}
          {url !== null && (
            <>
              {" · "}
              <a href={url} target="_blank" rel="noreferrer" className="inline-flex min-h-6 items-center underline">
                {url}
              </a>
            </>
          )}
        </p>
      </header>
      {lock !== null && (
        <Note title="Is being deployed">
          by {lock.holder} ({lock.reason}).{" "}
          <Link href={deployHref(page, { run: String(lock.runId) })} prefetch={false} className="underline">
            Follow run {lock.runId}
          </Link>
        </Note>
      )}
      {pinned !== null && lock === null && (
        <Note title="A rollback is neither kept nor undone">
          so that nothing else is deployed. Keep it with <code>./pulse deploy rollback --commit</code>, or go back to
          before it with <code>./pulse deploy rollback --revert</code>.
        </Note>
      )}
      {unknownSizes.length > 0 && (
        <Note title="The price is not whole">the platform’s list has no {unknownSizes.join(", ")}.</Note>
      )}
      <ServiceMap parts={app.parts} edges={app.edges} />
      <PartList page={page} parts={app.parts} edges={app.edges} />
    </section>
  );
}

function Note({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <p className="rounded-8 border border-line p-3 text-13 break-words">
      <span className="font-medium text-warning">{title}</span> <span className="text-muted">{children}</span>
    </p>
  );
}
