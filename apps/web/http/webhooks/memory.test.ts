import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { headersOf, post, secret } from "../../test/webhook-server.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

test("64 bodies of 25 MB at once: each is stored or told to come again, and the process stays under 512 MB", async () => {
  const body = Buffer.alloc(25 * 2 ** 20, " ");
  body.write(`{"action":"opened","repository":{"id":42}}`);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "../../test/fixtures/serve-webhooks.ts")], {
    env: { ...process.env, POSTGRES_URL: database.url, GITHUB_WEBHOOK_SECRET: secret, PORT: "0" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [listening]: { port: number }[] = await once(child, "message");
  const port = listening?.port ?? 0;
  const headers = headersOf(body);

  // A sender that is refused while it sends may see its connection closed before it has read why.
  const answers = await Promise.all(
    Array.from(
      { length: 64 },
      async () =>
        await post(port, {
          body,
          headers: { ...headers, "content-length": String(body.length), "x-github-delivery": crypto.randomUUID() },
        })
          .then((answer) => answer.status)
          .catch(() => 503),
    ),
  );
  const after = await post(port, { body: "{}" });
  child.send("how large?");
  const [said]: { maxRssKb: number }[] = await once(child, "message");
  child.disconnect();
  await once(child, "exit");

  expect(new Set(answers)).toEqual(new Set([202, 503]));
  expect(after.status).toBe(202);
  expect((said?.maxRssKb ?? Infinity) / 1024).toBeLessThan(512);
});
