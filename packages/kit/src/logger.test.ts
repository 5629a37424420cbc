import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { describe, expect, it } from "vitest";
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

describe("a pipe that nobody reads", () => {
  /** Says far more than a pipe and the logger hold, tells over its channel that it could go on, and ends when told to. */
  const talkative = `
    import { createLogger } from ${JSON.stringify(path.join(import.meta.dirname, "logger.ts"))};
    const logger = createLogger({ name: "web" });
    const text = "x".repeat(1000);
    for (let line = 0; line < 8000; line += 1) logger.info({ line }, text);
    process.on("message", () => process.exit(3));
    setTimeout(() => process.send("still working"), 10);
  `;
  const start = () =>
    spawn(process.execPath, ["--input-type=module", "--eval", talkative], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });

  it("holds up neither the work nor the end of a process", async () => {
    const child = start();

    expect(await once(child, "message")).toEqual(["still working", undefined]);
    child.send("end");
    expect(await once(child, "exit")).toEqual([3, null]);
  });

  it("is told how many lines it lost, once it is read again", async () => {
    const child = start();
    await once(child, "message");

    let said = "";
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      if (said.includes("log lines were dropped")) break;
    }
    child.send("end");
    const lines = said.trimEnd().split("\n");
    const kept = lines.filter((text) => text.includes("xxx"));
    const { dropped } = z.object({ dropped: z.number() }).parse(JSON.parse(lines.at(-1) ?? ""));

    expect(dropped).toBeGreaterThan(0);
    expect(kept.length + dropped).toBe(8000);
    expect(kept.map((text) => z.object({ line: z.number() }).parse(JSON.parse(text)).line)).toEqual(
      kept.map((_, index) => index),
    );
  });
});
