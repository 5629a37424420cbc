import { expect, test } from "@playwright/test";

import { fillRoute } from "./list-routes.ts";
import { inWorkspace, query, values } from "./places.ts";
import type { Walked } from "./start-walk.ts";

/** What only admins read. A page that is refused to anybody else of the workspace is a finding. */
const forAdmins = ["/[workspace]/settings/audit", "/[workspace]/settings/workspace/export"];

/** Everybody of the workspace: nothing is wrongly refused, and nothing is shown beyond a role. */
export function testRoles(walk: () => Walked): void {
  test("owner, admin, member and viewer see every page that is theirs, and what the search looks for is really there", async () => {
    const refused: Record<string, string[]> = {};
    let shown = 0;

    for (const as of ["ada", "max", "lin", "grace"] as const) {
      refused[as] = [];
      for (const route of inWorkspace) {
        const { status, text } = await walk().ask(`${fillRoute(route, values)}${query}`, { as });
        // It stands for every address that leads nowhere.
        const isFit = route.pattern.endsWith("/[...missing]") ? status === 404 : status < 400;
        if (!isFit) refused[as].push(`${route.pattern}: ${status}`);
        shown += walk().leaksIn(text).length;
      }
    }

    const closed = forAdmins.map((pattern) => `${pattern}: 403`);
    expect(refused).toEqual({ ada: [], max: [], lin: closed, grace: closed });
    expect(shown).toBeGreaterThan(40);
  });

  test("the stream of events opens to everybody of the workspace, and to nobody else", async () => {
    const opened: Record<string, number> = {};
    for (const as of ["ada", "max", "lin", "grace", "mallory"] as const) {
      opened[as] = (await walk().ask("/api/events?workspace=default", { as })).status;
    }

    expect(opened).toEqual({ ada: 200, max: 200, lin: 200, grace: 200, mallory: 404 });
    expect((await walk().ask("/api/events?workspace=default")).status).toBe(401);
  });
}
