import { sql } from "kysely";

import { dailyCount } from "./daily-count.ts";

export const repoForks = dailyCount({
  id: "repo.forks",
  title: "Forks",
  definition: "Forks at the end of the window, as the last sync before it read them; n is the number of repositories.",
  count: sql`item.forks`,
});
