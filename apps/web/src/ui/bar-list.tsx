type Bar = {
  readonly name: string;
  readonly value: number;
  /** The value with its unit. */
  readonly text: string;
};

type BarListProps = { readonly label: string; readonly bars: readonly Bar[] };

/** Amounts side by side on one scale, each with its name and its number in words: it is its own table. */
export function BarList({ label, bars }: BarListProps) {
  const largest = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <ul aria-label={label} className="flex flex-col gap-2.5">
      {bars.map(({ name, value, text }) => (
        <li key={name}>
          <span className="flex items-baseline justify-between gap-3 text-13 tabular-nums">
            <span className="min-w-0 truncate text-muted">{name}</span>
            <span className="shrink-0 font-medium">{text}</span>
          </span>
          <span aria-hidden className="mt-1 block h-2 rounded-4 bg-hover">
            <span className="block h-2 rounded-4 bg-accent" style={{ width: `${(value / largest) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
