import { Users } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { TeamData } from "../load-team.ts";
import { MatrixTable } from "./matrix-table.tsx";
import { toMatrix } from "./to-matrix.ts";

const metric = "team.review_matrix";
const mostPeople = 24;

/** Who reviews whom: one reviewer for everybody is seen at once, and so are two who never meet. */
export function MatrixPanel({ data, className }: { readonly data: TeamData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const matrix = toMatrix(answer.rows ?? [], { most: mostPeople });
  const { hidden } = matrix;
  return (
    <Panel
      className={className ?? ""}
      title="Who reviews whom"
      definitions={definitionsOf(data, [metric])}
      freshness={{ ...freshnessOf(data, answer), nWord: "reviews" }}
      links={{
        items: { href: itemsHref(data, { metric: "team.reviews" }), text: `All ${formatNumber(answer.n)}` },
        ...seriesFiles(data, { metrics: ["team.reviews"], by: "author" }),
      }}
      aside="rows wrote it, columns reviewed it"
    >
      {matrix.authors.length === 0 ? (
        <Message icon={Users} title="Nobody reviewed anybody" className="h-full">
          No review of somebody else&apos;s pull request was given in this window.
        </Message>
      ) : (
        <MatrixTable data={data} matrix={matrix} />
      )}
      {hidden.people > 0 && (
        <p className="mt-2 text-12 text-muted">
          {formatNumber(hidden.people)} people with the fewest reviews are not in the table, and with them{" "}
          {formatNumber(hidden.reviews)} reviews. Choose a team or fewer repositories to see them.
        </p>
      )}
      {answer.rows_truncated === true && (
        <p className="mt-2 text-12 text-muted">
          Only the first {formatNumber(answer.rows?.length ?? 0)} pairs are told. Choose fewer repositories or a shorter
          window.
        </p>
      )}
    </Panel>
  );
}
