import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

/** How somebody likes to look at things; null leaves it to the browser (theme), the workspace (time zone), or Monday (week). */
export type Preferences = {
  readonly theme: "system" | "light" | "dark" | null;
  readonly timeZone: string | null;
  readonly weekStart: "monday" | "saturday" | "sunday" | null;
};

const nothingChosen: Preferences = { theme: null, timeZone: null, weekStart: null };

/** Of a person who is known already: what every page looks at before it is drawn. */
export async function readPreferences(db: Db, userId: string): Promise<Preferences> {
  return await withService(db, (tx) => selectPreferences(tx, userId));
}

export async function selectPreferences(tx: Tx, userId: string): Promise<Preferences> {
  const found = await sql<Preferences>`
    select theme, time_zone, week_start
    from pulse.user_preferences
    where user_id = ${userId}
  `.execute(tx);
  return found.rows[0] ?? nothingChosen;
}
