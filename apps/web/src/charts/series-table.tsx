type SeriesTableProps = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
};

/** A chart's numbers as text, for whoever reads better than sees. */
export function SeriesTable({ caption, columns, rows }: SeriesTableProps) {
  return (
    <details className="mt-2 text-12">
      <summary className="inline-flex h-8 items-center rounded-6 px-2 text-muted -ml-2 hover:bg-hover hover:text-text">
        Show as a table
      </summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard (axe) */}
      <div className="mt-1 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={`${caption}, as a table`}>
        <table className="w-full border-collapse tabular-nums">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-panel text-muted">
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? head : `${head} text-right`}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className="border-t border-line">
                {row.cells.map((cell, index) =>
                  index === 0 ? (
                    <th
                      key={columns[index]}
                      scope="row"
                      className="py-1.5 pr-3 text-left font-normal whitespace-nowrap"
                    >
                      {cell}
                    </th>
                  ) : (
                    <td key={columns[index]} className="py-1.5 pl-3 text-right whitespace-nowrap">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const head = "py-1.5 text-left font-medium whitespace-nowrap";
