import { sql } from "kysely";

import { dailyCount } from "./daily-count.ts";

export const repoStars = dailyCount({
  id: "repo.stars",
  title: "Stars",
  definition: "Stars at the end of the window, as the last sync before it read them; n is the number of repositories.",
  count: sql`item.stars`,
});
