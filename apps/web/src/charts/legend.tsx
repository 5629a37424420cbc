export type LegendEntry = { readonly name: string; readonly colour: string; readonly text: string };

/** Names and numbers of the series at once, so that the eye need not go back and forth. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      {entries.map((entry) => (
        <li key={entry.name} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: `var(${entry.colour})` }} />
          {entry.name}
          <span className="font-medium text-text tabular-nums">{entry.text}</span>
        </li>
      ))}
    </ul>
  );
}
