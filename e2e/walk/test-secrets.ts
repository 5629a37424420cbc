import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { findSecrets } from "./find-secrets.ts";
import { web } from "./places.ts";
import { people, planted, type Walked } from "./start-walk.ts";

/** After all of the walk: what was answered, logged and built is searched. */
export function testSecrets(walk: () => Walked): void {
  test("a secret that stands somewhere is found, however it is written", () => {
    const secret = 'planted "secret" of/this+test';
    const texts = {
      plain: `a ${secret} b`,
      url: `?token=${encodeURIComponent(secret)}`,
      json: JSON.stringify({ secret }),
      base64: Buffer.from(secret).toString("base64"),
      none: "planted secret of this test",
    };

    const found = findSecrets({ secrets: [secret], texts });

    expect(found.map((line) => line.split(":")[0])).toEqual(["plain", "url", "json", "base64"]);
  });

  test("no secret is in an answer, in a log, or in what browsers load", async () => {
    const password = new URL(walk().databaseUrl).password;
    const secrets = [...Object.values(planted).flatMap((value) => value.split(",")), password, walk().key];
    const sessions = [...walk().cookies.values()].flatMap((line) =>
      line.split("; ").map((pair) => pair.split("=")[1] ?? ""),
    );
    const looked = {
      answers: walk().answered.join("\n"),
      log: walk().log(),
      bundle: readBelow(path.join(web, ".next/static")),
    };

    const found = findSecrets({
      secrets: [...secrets, ...sessions.filter((value) => value.length > 30)],
      texts: looked,
    });

    expect(secrets).toHaveLength(8);
    expect(sessions.filter((value) => value.length > 30)).toHaveLength(people.length);
    expect(found).toEqual([]);
    expect(looked.log).toContain("path=/default/pulls status=200");
    expect(looked.bundle.length).toBeGreaterThan(100_000);
  });
}

function readBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|css|json|map)$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
