import Link from "next/link";

import { itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import type { TeamData } from "../load-team.ts";
import { nobody, type Matrix } from "./to-matrix.ts";

type MatrixTableProps = { readonly data: TeamData; readonly matrix: Matrix };

/**
 * The numbers themselves, shaded: it needs no other table for whoever does not see colours. A name leads to that person's reviews. What only
 * screen readers see is placed in it, or the page would scroll by what the table hides.
 */
export function MatrixTable({ data, matrix }: MatrixTableProps) {
  const { reviewers, authors, largest } = matrix;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard (axe)
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Who reviews whom, the table">
      <table className="border-separate border-spacing-0.5 text-12 tabular-nums">
        <caption className="sr-only">Reviews by author and reviewer</caption>
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 z-10 bg-panel text-left align-bottom font-medium text-muted">
              Author
            </th>
            {reviewers.map((reviewer) => (
              <th key={reviewer} scope="col" className="h-28 w-10 min-w-10 p-0 align-bottom font-medium text-muted">
                <span className="mx-auto block max-h-28 w-5 truncate text-left leading-5 [writing-mode:vertical-rl] [transform:rotate(180deg)]">
                  <ReviewerName data={data} reviewer={reviewer} />
                </span>
              </th>
            ))}
            <th scope="col" className="w-14 pl-2 text-right align-bottom font-medium text-muted">
              all
            </th>
          </tr>
        </thead>
        <tbody>
          {authors.map(({ author, counts, total }) => (
            <tr key={author}>
              <th
                scope="row"
                title={author}
                className="sticky left-0 z-10 max-w-36 truncate bg-panel pr-2 text-left font-medium"
              >
                {author}
              </th>
              {counts.map((n, index) => (
                <td
                  key={reviewers[index]}
                  title={`${reviewers[index]} reviewed ${author}: ${n}`}
                  className="h-8 w-10 min-w-10 rounded-4 text-center"
                  style={{
                    background:
                      n === 0
                        ? "var(--hover)"
                        : `color-mix(in oklab, var(--accent) ${Math.round(12 + 33 * (n / largest))}%, var(--panel))`,
                  }}
                >
                  {n === 0 ? <span className="sr-only">0</span> : formatNumber(n)}
                </td>
              ))}
              <td className="pl-2 text-right text-muted">{formatNumber(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReviewerName({ data, reviewer }: { readonly data: TeamData; readonly reviewer: string }) {
  if (reviewer === nobody) return reviewer;
  return (
    <Link
      href={itemsHref(data, { metric: "team.reviews", person: reviewer })}
      prefetch={false}
      title={`Reviews of ${reviewer}`}
      className="hover:text-text hover:underline"
    >
      {reviewer}
    </Link>
  );
}
