import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, it } from "vitest";

import { identifyProcess, isProcessAlive } from "./process-identity.ts";

describe("a process's identity", () => {
  it("holds while the process lives and not a moment longer", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    await once(child, "spawn");
    const identity = identifyProcess(child.pid ?? 0);

    expect(identity).not.toBeNull();
    expect(identity !== null && isProcessAlive(identity)).toBe(true);

    child.kill("SIGKILL");
    await once(child, "close");

    expect(identity !== null && isProcessAlive(identity)).toBe(false);
  });

  it("is not shared by a later process with the same number", () => {
    const self = identifyProcess(process.pid);

    expect(isProcessAlive({ pid: process.pid, startMark: `${self?.startMark}0` })).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN])("is nobody's for the number %s", (pid) => {
    expect(identifyProcess(pid)).toBeNull();
  });
});
