import type { DeployPage } from "./deploy-page.ts";
import type { LogNow } from "./load-deployments.ts";
import { LogText } from "./log-text.tsx";
import { PanelHead } from "./panel-head.tsx";

type LogPanelProps = { readonly page: DeployPage; readonly log: LogNow };

/** What one part writes now: its last lines, and where the rest is. */
export function LogPanel({ page, log }: LogPanelProps) {
  const { component, text, problem } = log;
  const { app } = page.query;
  const rest = new URLSearchParams({ workspace: page.slug, lines: "5000", ...(app === null ? {} : { app }) });
  return (
    <section aria-labelledby="log" className="min-w-0 rounded-8 border border-line bg-panel p-4">
      <PanelHead page={page} id="log" title={`What ${component} writes now`} />
      {problem !== null && (
        <p role="alert" className="text-13 break-words">
          <span className="font-medium text-bad">It cannot be read now. </span>
          {problem}
        </p>
      )}
      {problem === null && text === "" && <p className="text-13 text-muted">It has written nothing.</p>}
      {problem === null && text !== "" && <LogText label={`Log of ${component}`} text={text} />}
      <p className="mt-1 text-12 break-words text-muted">
        The last lines, read again with the page.{" "}
        <a
          href={`/api/deploy/components/${encodeURIComponent(component)}/logs?${rest.toString()}`}
          className="underline"
        >
          More of it
        </a>
        , or <code>./pulse deploy logs --component {component} --lines 5000</code>
      </p>
    </section>
  );
}
