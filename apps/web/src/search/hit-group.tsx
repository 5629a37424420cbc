import { HitLine } from "./hit-line.tsx";
import type { Hit } from "./to-hits.ts";

type HitGroupProps = { readonly title: string; readonly hits: readonly Hit[]; readonly note: string | null };

/** What was found of one kind; nothing where nothing was. */
export function HitGroup({ title, hits, note }: HitGroupProps) {
  if (hits.length === 0) return null;
  return (
    <section aria-label={title} className="rounded-8 border border-line bg-panel px-2 pt-3 pb-2">
      <h2 className="mb-1 px-2.5 text-13 font-semibold">{title}</h2>
      <ul>
        {hits.map((hit) => (
          <li key={`${hit.href} ${hit.title}`}>
            <HitLine hit={hit} />
          </li>
        ))}
      </ul>
      {note !== null && <p className="px-2.5 py-2 text-12 text-muted">{note}</p>}
    </section>
  );
}
