import type { DeployHistoryEntry } from "@pulse/actions";
import { ArrowRight, ChevronsLeft, Server } from "lucide-react";
import Link from "next/link";

import { Button } from "../../../ui/button.tsx";
import { Message } from "../../../ui/message.tsx";
import { writeDeployCursor } from "./deploy-cursor.ts";
import { deployHref, type DeployPage } from "./deploy-page.ts";
import { HistoryLine } from "./history-line.tsx";
import type { DeployHistory } from "./load-deployments.ts";

type HistoryPanelProps = { readonly page: DeployPage; readonly history: DeployHistory };

/** What was deployed, newest first, page by page. */
export function HistoryPanel({ page, history }: HistoryPanelProps) {
  const { entries, next } = history;
  const isFirst = page.query.cursor === null;
  return (
    <section aria-labelledby="history" className="min-w-0 rounded-8 border border-line bg-panel p-4">
      <h2 id="history" className="mb-1 text-14 font-semibold">
        History, newest first
      </h2>
      {entries.length === 0 ? (
        <Message icon={Server} title={isFirst ? "Nothing was deployed yet" : "Nothing is older than this"}>
          {isFirst ? (
            <>
              The first one stands here: <code>./pulse deploy apply --spec FILE</code>
            </>
          ) : (
            "The first page has the newest."
          )}
        </Message>
      ) : (
        <ol className="divide-y divide-line">
          {entries.map((entry) => (
            <HistoryLine key={keyOf(entry)} page={page} entry={entry} />
          ))}
        </ol>
      )}
      {(!isFirst || next !== null) && (
        <nav aria-label="Pages" className="mt-3 flex flex-wrap justify-end gap-2">
          {!isFirst && (
            <Button asChild>
              <Link href={deployHref(page)} prefetch={false}>
                <ChevronsLeft aria-hidden size={14} />
                Newest
              </Link>
            </Button>
          )}
          {next !== null && (
            <Button asChild>
              <Link href={deployHref(page, { cursor: writeDeployCursor(next) })} prefetch={false}>
                Older
                <ArrowRight aria-hidden size={14} />
              </Link>
            </Button>
          )}
        </nav>
      )}
    </section>
  );
}

const keyOf = ({ runId, deploymentId }: DeployHistoryEntry): string => `${runId ?? ""} ${deploymentId ?? ""}`;
