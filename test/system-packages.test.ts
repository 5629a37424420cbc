import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ensureSystemPackages, findProgram } from "./system-packages.ts";

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pulse programs "));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

function putChromium() {
  writeFileSync(path.join(folder, "chromium"), "#!/bin/sh\n");
  chmodSync(path.join(folder, "chromium"), 0o755);
  return true;
}

const machine = (facts: { isRoot: boolean; isDebian: boolean }, install: () => boolean = () => false) => ({
  ...facts,
  path: folder,
  say: (text: string) => void said.push(text),
  install,
});

describe("ensureSystemPackages", () => {
  it("does and says nothing when everything is there", () => {
    putChromium();

    expect(ensureSystemPackages(machine({ isRoot: true, isDebian: true }))).toBe(true);
    expect(said).toEqual([]);
  });

  it("says so before it installs as root on Debian", () => {
    const install = () => {
      expect(said).toEqual(["Installing chromium by apt-get, which browser tests need."]);
      return putChromium();
    };

    expect(ensureSystemPackages(machine({ isRoot: true, isDebian: true }, install))).toBe(true);
  });

  it("only says the one command to anybody else", () => {
    const install = () => {
      throw new Error("must not install");
    };

    expect(ensureSystemPackages(machine({ isRoot: false, isDebian: true }, install))).toBe(false);
    expect(said).toEqual(["Browser tests need chromium. Run: sudo apt-get install --yes chromium"]);
  });

  it("fails when the installation fails or brings no program", () => {
    expect(ensureSystemPackages(machine({ isRoot: true, isDebian: true }))).toBe(false);
    expect(ensureSystemPackages(machine({ isRoot: true, isDebian: true }, () => true))).toBe(false);
  });
});

describe("findProgram", () => {
  it("takes no file that cannot be run", () => {
    writeFileSync(path.join(folder, "chromium"), "");

    expect(findProgram("chromium", folder)).toBeNull();
  });
});
