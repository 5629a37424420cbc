import { execFileSync } from "node:child_process";
import path from "node:path";

import { expect, it } from "vitest";
import { z } from "zod";

const line = z.object({ name: z.string(), level: z.string(), time: z.iso.datetime(), msg: z.string() }).loose();

it("writes one JSON line that names the process and hides secrets by their key", () => {
  const script = `
    import { createLogger } from ${JSON.stringify(path.join(import.meta.dirname, "logger.ts"))};
    createLogger({ name: "web" }).info({ token: "t0p", request: { authorization: "b34rer" } }, "asked");
    createLogger({ name: "web" }).debug("not at this level");
  `;

  const written = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });

  expect(line.parse(JSON.parse(written))).toMatchObject({
    name: "web",
    level: "info",
    msg: "asked",
    token: "[redacted]",
  });
  expect(written).not.toMatch(/t0p|b34rer/);
});
