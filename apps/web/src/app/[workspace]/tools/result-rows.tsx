import type { ResultTable } from "./result-parts.ts";

const look = "max-h-[70vh] overflow-auto rounded-8 border border-line bg-panel";

/** A list of an answer, row by row. */
export function ResultRows({ table }: { readonly table: ResultTable }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
    <div tabIndex={0} role="region" aria-label={`Table of ${table.name}`} className={look}>
      <table className="w-full text-left text-12 tabular-nums">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col" className="border-b border-line px-3 py-2 font-medium whitespace-nowrap">
                {column.replaceAll("_", " ")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index} className="border-b border-line last:border-0">
              {row.map((cell, at) => (
                <td
                  key={table.columns[at]}
                  className="max-w-[40ch] px-3 py-2 align-top break-words whitespace-pre-line"
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
