import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, test } from "vitest";

import { keepSecret } from "./keep-secret.ts";

test("a secret is drawn once, kept, and read by its owner alone", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "pulse secret "));
  const file = path.join(home, "secrets", "session");

  const first = await keepSecret(file);
  const second = await keepSecret(file);
  const { mode } = await stat(file);
  await rm(home, { recursive: true });

  expect(Buffer.from(first, "base64")).toHaveLength(32);
  expect(second).toBe(first);
  expect(mode & 0o777).toBe(0o600);
});
