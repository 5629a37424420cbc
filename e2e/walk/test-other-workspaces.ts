import { expect, test } from "@playwright/test";

import { generatedRepository } from "../product/archives.ts";
import { fillRoute } from "./list-routes.ts";
import { inWorkspace, pages, query, values } from "./places.ts";
import type { Walked } from "./start-walk.ts";
import { visibleText } from "./visible-text.ts";

/** The owner of another workspace, and a key of this one. */
export function testOtherWorkspaces(walk: () => Walked): void {
  test("another workspace's owner is told of every page what is told of pages that never were", async () => {
    const different: string[] = [];

    for (const route of inWorkspace) {
      const there = await walk().ask(`${fillRoute(route, values)}${query}`, { as: "mallory" });
      const elsewhere = fillRoute(route, { ...values, workspace: "nowhere" });
      const nowhere = await walk().ask(`${elsewhere}${query}`, { as: "mallory" });
      const words = [there, nowhere].map(({ text }) => visibleText(text).replaceAll(/default|nowhere/g, "SLUG"));
      if (
        there.status !== 404 ||
        nowhere.status !== 404 ||
        words[0] !== words[1] ||
        walk().leaksIn(there.text).length > 0
      ) {
        different.push(`${route.pattern}: ${there.status} and ${nowhere.status}\n${words.join("\n")}`);
      }
    }

    expect(different).toEqual([]);
  });

  test("names and ids of another workspace open nothing in any parameter", async () => {
    const own = { ...values, workspace: "elsewhere" };
    const guesses = [
      `repo=${generatedRepository}`,
      "repository=1",
      "connection=1",
      "delivery=1",
      "id=1",
      "workspace=default",
    ];
    const found: string[] = [];

    for (const route of pages.filter(({ pattern }) => pattern !== "/sign-in" && pattern !== "/sign-in/error")) {
      for (const guess of guesses) {
        const { status, text } = await walk().ask(`${fillRoute(route, own)}${query}&${guess}`, { as: "mallory" });
        const leaked = walk().leaksIn(text);
        if (status >= 500 || leaked.length > 0) found.push(`${route.pattern} ${guess}: ${status} ${leaked.join(", ")}`);
      }
    }

    expect(found).toEqual([]);
  });

  test("the API and the stream of events tell of another workspace what they tell of none", async () => {
    const places = ["/api/metrics/pr.time_to_merge?workspace=", "/api/metrics?workspace=", "/api/events?workspace="];

    for (const place of places) {
      const there = await walk().ask(`${place}default`, { as: "mallory" });
      const nowhere = await walk().ask(`${place}nowhere`, { as: "mallory" });
      const words = [there, nowhere].map(({ text }) => visibleText(text).replaceAll(/default|nowhere/g, "SLUG"));
      expect([place, there.status, words[0]]).toEqual([place, nowhere.status, words[1]]);
    }
    expect((await walk().ask("/api/events?workspace=default", { as: "mallory" })).status).toBe(404);
    expect((await walk().ask("/api/events?workspace=default", { as: "grace" })).status).toBe(200);
  });

  test("a key reads its own workspace alone; one letter more opens nothing", async () => {
    const metric = "/api/metrics/pr.time_to_merge";
    const withKey = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });

    expect((await walk().ask(metric, withKey(walk().key))).status).toBe(200);
    expect((await walk().ask(`${metric}?workspace=elsewhere`, withKey(walk().key))).status).toBe(404);
    expect((await walk().ask("/api/events?workspace=elsewhere", withKey(walk().key))).status).toBe(404);
    expect((await walk().ask(metric, withKey(`${walk().key}x`))).status).toBe(401);
    expect((await walk().ask(metric, { headers: { authorization: "Basic YTpi" } })).status).toBe(401);
  });
}
