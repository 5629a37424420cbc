import { once } from "node:events";
import { createServer } from "node:http";

import { expect, test } from "@playwright/test";

import { findOpenDoors, methods } from "./find-open-doors.ts";
import { fillRoute } from "./list-routes.ts";
import { routes, values } from "./places.ts";
import type { Walked } from "./start-walk.ts";

/** Whoever is not in, and pages of other sites in the browser of somebody who is. */
export function testStrangers(walk: () => Walked): void {
  test("a stranger gets nothing anywhere, by no method, with no proof and with made-up ones", async () => {
    const madeUp =
      walk()
        .cookies.get("ada")
        ?.replaceAll(/=([^;]{4})[^;]{4}/g, "=$1AAAA") ?? "";
    const strangers: Readonly<Record<string, string>>[] = [
      {},
      { cookie: madeUp },
      { "x-pulse-person": "eyJ1c2VySWQiOiIxIn0" },
    ];

    for (const headers of strangers) {
      expect(await findOpenDoors({ url: walk().url, routes, values, headers, markers: walk().markers })).toEqual([]);
    }
  });

  test("the walk names a route that somebody left open", async () => {
    const server = createServer((_request, response) => void response.end(walk().markers[0]));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const route = { pattern: "/api/planted", from: "server" } as const;

    const found = await findOpenDoors({
      url: `http://127.0.0.1:${port}`,
      routes: [route],
      values,
      headers: {},
      markers: walk().markers,
    });
    server.close();

    expect(found).toContain(`GET /api/planted: says ${walk().markers[0] ?? ""}`);
    expect(found).toContain("POST /api/planted: 200");
  });

  test("no change is taken from a page of another site, on no route and by no method", async () => {
    const foreign: Readonly<Record<string, string>>[] = [
      { origin: "https://evil.example.com" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    const taken: string[] = [];
    const isOpen = (pattern: string) => /^\/(sign-in|sign-in\/error|health|api\/(health|ready|version))$/.test(pattern);

    for (const route of routes.filter(({ pattern }) => !isOpen(pattern))) {
      for (const method of methods.filter((one) => !["GET", "HEAD", "OPTIONS"].includes(one))) {
        for (const headers of foreign) {
          const { status } = await walk().ask(fillRoute(route, values), { as: "ada", method, headers });
          // 401: a webhook proves itself by its signature alone; 405: nothing there changes anything.
          const isRefused = [401, 403, 405].includes(status);
          if (!isRefused) taken.push(`${method} ${route.pattern} with ${JSON.stringify(headers)}: ${status}`);
        }
      }
    }

    expect(taken).toEqual([]);
  });
}
