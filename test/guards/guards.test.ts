import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { checkComments } from "./comments.ts";
import { checkDocumentedCommands } from "./documented-commands.ts";
import { checkFileNames } from "./file-names.ts";
import type { Finding, TrackedFile } from "./guard.ts";
import { checkMachinePaths } from "./machine-paths.ts";
import { checkRealData, readRealData } from "./real-data.ts";
import { checkSecrets } from "./secrets.ts";

const file = (name: string, text = ""): TrackedFile => ({ path: name, bytes: Buffer.from(text), text });
const messages = (findings: readonly Finding[]) => findings.map(({ message }) => message).join("\n");

describe("checkFileNames", () => {
  it.each(["utils", "helpers", "common", "shared", "lib", "misc", "types"])("refuses the drawer %s", (name) => {
    expect(checkFileNames([file(`packages/db/src/${name}.ts`)])).toHaveLength(1);
    expect(checkFileNames([file(`apps/web/src/${name}/card.tsx`)])).toHaveLength(1);
  });

  it("lets names that only contain such a word stand", () => {
    expect(checkFileNames([file("packages/db/src/column-types.ts"), file("apps/web/src/shared-axis.ts")])).toEqual([]);
  });

  it("refuses an index.ts below a package's root", () => {
    expect(checkFileNames([file("packages/db/src/index.ts")])).toEqual([]);
    expect(checkFileNames([file("packages/db/src/migrate/index.ts")])).toHaveLength(1);
    expect(checkFileNames([file("apps/web/src/index.tsx")])).toHaveLength(1);
  });
});

describe("checkComments", () => {
  it("wants a reason beside a switched-off rule", () => {
    const directive = `// ${"ox"}lint-disable-next-line no-console`;

    expect(checkComments([file("a.ts", directive)])).toHaveLength(1);
    expect(checkComments([file("a.ts", `${directive} -- the one place that prints`)])).toEqual([]);
  });

  it("finds open ends in SQL, CSS and shell, where oxlint does not look", () => {
    expect(checkComments([file("a.sql", `-- ${"TO"}DO index`), file("pulse", `# ${"FIX"}ME`)])).toHaveLength(2);
  });
});

describe("checkSecrets", () => {
  it.each([
    ["a GitHub token", `${"gh"}p_${"a1B2".repeat(9)}`],
    ["a GitHub fine-grained token", `${"github"}_pat_${"a1B2_".repeat(10)}`],
    ["an AWS key", `${"AK"}IA${"ABCD1234".repeat(2)}`],
    ["a private key", `-----BEGIN RSA ${"PRIVATE"} KEY-----`],
    ["a JSON web token", ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJlLW9mLWl0"].join(".")],
    ["a database URL with a password", `postgresql://pulse:${"t7Xq"}9Lm2@db.example.com:5432/pulse`],
    ["a Slack webhook", `https://hooks.slack.com/services/T0001/${"B0001"}/${"a1B2".repeat(6)}`],
  ])("finds %s", (what, secret) => {
    expect(messages(checkSecrets([file("docs/setup.md", `first line\nkey: ${secret}`)]))).toContain(what);
  });

  it.each(["postgres", "<password>", "${password}", "secret", "…"])("lets the placeholder %s stand", (password) => {
    expect(checkSecrets([file("README.md", `postgres://pulse:${password}@localhost/pulse`)])).toEqual([]);
  });

  it("says the line", () => {
    expect(checkSecrets([file("a.md", `\n\n${"gh"}p_${"a1B2".repeat(9)}`)])[0]).toMatchObject({
      path: "a.md",
      line: 3,
    });
  });
});

describe("checkMachinePaths", () => {
  it.each([`/${"home"}/ana/pulse`, `/${"Users"}/ana/pulse`, `/${"root"}/pulse`, `C:\\${"Users"}\\ana\\pulse`])(
    "refuses %s",
    (place) => {
      expect(checkMachinePaths([file("docs/setup.md", `cd ${place}`)])).toHaveLength(1);
    },
  );

  it("lets paths of nobody in particular stand", () => {
    const text = "cd /home/you/pulse\ncurl http://localhost/home/ana/\n~/root/x\n/var/lib/pulse";

    expect(checkMachinePaths([file("docs/setup.md", text)])).toEqual([]);
  });

  it("refuses a lock file that points at another registry", () => {
    const lock = '"resolved": "https://mirror.example.com/zod/-/zod-4.6.7.tgz"';

    expect(messages(checkMachinePaths([file("package-lock.json", lock)]))).toContain("mirror.example.com");
  });
});

describe("checkRealData", () => {
  const nodeId = "MDExOlB1bGxSZXF1ZXN0MTIzNDU2Nzg5";
  const archive = `{"magic": "x", "issues": [], "pulls": [{"id": "${nodeId}"}]}`;

  it("finds a copy, a renamed copy and a piece of the data beside the checkout", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "pulse real data "));
    writeFileSync(path.join(folder, "acme.archive.json"), archive);
    const real = readRealData(folder);
    rmSync(folder, { recursive: true });

    expect(messages(checkRealData([file("a.json", archive)], real))).toContain(
      "is the test data file acme.archive.json",
    );
    expect(messages(checkRealData([file("b.ts", `const id = "${nodeId}";`)], real))).toContain("an item of a real");
    expect(checkRealData([file("c.ts", "const id = 1;")], real)).toEqual([]);
  });

  it("refuses a big archive under any name when no data lies beside the checkout", () => {
    const big = `{"magic": "x", "issues": [], "pulls": ["${"x".repeat(200_000)}"]}`;

    expect(readRealData(path.join(tmpdir(), "no such folder"))).toBeNull();
    expect(checkRealData([file("demo.json", big)], null)).toHaveLength(1);
    expect(checkRealData([file("demo.json", archive)], null)).toEqual([]);
  });
});

describe("checkDocumentedCommands", () => {
  const commands = [
    { name: "up", flags: ["--port"] },
    { name: "import archive", flags: [] },
    { name: "db migrate", flags: [] },
  ];
  const check = (text: string, name = "README.md") => checkDocumentedCommands([file(name, text)], commands);

  it.each([
    "`./pulse up --port 3001`",
    "`./pulse import archive FILE…`",
    "./pulse up again.",
    "`./pulse`",
    "`./pulse --help`",
    "`./pulse db --help`",
    "`./pulse up --json`",
  ])("believes %s", (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ["`./pulse fly`", "./pulse fly"],
    ["`./pulse import github`", "./pulse import github"],
    ["`./pulse up --prot 3001`", "--prot"],
  ])("refuses %s", (text, says) => {
    expect(messages(check(text))).toContain(says);
  });

  it("reads messages in code as well", () => {
    expect(check('"Run: ./pulse fly"', "apps/cli/src/fly.ts")).toHaveLength(1);
  });
});
