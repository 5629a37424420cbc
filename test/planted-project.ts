import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const checkout = path.join(import.meta.dirname, "..");
const rules = [".oxlintrc.json", ".oxfmtrc.json", ".gitignore", "tsconfig.json", "knip.json", "test/lint"];

const skeleton: Readonly<Record<string, string>> = {
  "package.json": json({
    name: "planted",
    private: true,
    workspaces: ["apps/*", "packages/*"],
    type: "module",
    devDependencies: { oxlint: "*" },
  }),
  "packages/kit/package.json": manifest("kit"),
  "packages/kit/src/index.ts": 'export { one } from "./one.ts";\n',
  "packages/kit/src/one.ts": "export const one = 1;\n",
};

export type PlantedProject = { readonly root: string; readonly remove: () => void };

/** A small project in a temporary folder, under this checkout's own rules and tools, with `files` planted in it. */
export function plantProject(files: Readonly<Record<string, string>>): PlantedProject {
  const root = mkdtempSync(path.join(tmpdir(), "pulse planted "));
  const filter = (name: string) => !name.endsWith(".test.ts");
  for (const name of rules) cpSync(path.join(checkout, name), path.join(root, name), { recursive: true, filter });
  symlinkSync(path.join(checkout, "node_modules"), path.join(root, "node_modules"));
  for (const [name, text] of Object.entries({ ...skeleton, ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function manifest(name: string): string {
  return json({ name: `@pulse/${name}`, private: true, type: "module", exports: { ".": "./src/index.ts" } });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
