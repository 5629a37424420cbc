import { sql } from "kysely";

import { dailyCount } from "./daily-count.ts";

export const repoWatchers = dailyCount({
  id: "repo.watchers",
  title: "Watchers",
  definition:
    "Watchers at the end of the window, as the last sync before it read them; n is the number of repositories.",
  count: sql`item.watchers`,
});
