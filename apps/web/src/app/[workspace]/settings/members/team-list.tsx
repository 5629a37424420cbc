import type { Team } from "@pulse/actions";

import { formatDay } from "../../../../format/format-instant.ts";

type TeamListProps = { readonly teams: readonly Team[]; readonly timeZone: string };

/** The teams at GitHub: who belongs to each now, and since when that is known. They give nobody a role here. */
export function TeamList({ teams, timeZone }: TeamListProps) {
  const day = (instant: Date | string): string => formatDay(new Date(instant).toISOString(), { timeZone });
  return (
    <section aria-labelledby="teams" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="teams" className="mb-1 text-14 font-semibold">
        Teams at GitHub
      </h2>
      <p className="mb-2 max-w-[75ch] text-13 text-muted">
        They choose whose work a number tells, and give nobody a role here. What somebody did counts for the teams they
        were in then. GitHub says who belongs to a team now, so a membership begins when it was first seen.
      </p>
      {teams.length === 0 ? (
        <p className="max-w-[75ch] text-13">
          No team is known. They are read with the repositories of an organisation, by a connection that may (read:org,
          or Members: read).
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {teams.map(({ slug, name, seenAt, members }) => (
            <li key={slug} className="py-2 text-13">
              <details>
                <summary className="inline-flex min-h-10 flex-wrap items-center gap-x-4">
                  <span className="font-medium break-words">{name}</span>
                  <span className="text-muted">
                    {slug}, {members.length} {members.length === 1 ? "member" : "members"}, seen {day(seenAt)}
                  </span>
                </summary>
                <ul className="flex flex-wrap gap-x-6 gap-y-1 pb-2 pl-4">
                  {members.map(({ login, since }) => (
                    <li key={login}>
                      {login} <span className="text-muted">since {day(since)}</span>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
