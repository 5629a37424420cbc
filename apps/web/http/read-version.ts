import { readFile } from "node:fs/promises";
import path from "node:path";

type Version = { readonly version: string; readonly build: string };

/** The program's version, and which build of it runs: what the installer says, else the id of the built pages. */
export async function readVersion(dir: string, build: string | undefined): Promise<Version> {
  const [manifest, buildId] = await Promise.all([
    readFile(path.join(dir, "package.json"), "utf8"),
    readFile(path.join(dir, ".next", "BUILD_ID"), "utf8"),
  ]);
  const parsed: unknown = JSON.parse(manifest);
  const version =
    typeof parsed === "object" && parsed !== null && "version" in parsed && typeof parsed.version === "string"
      ? parsed.version
      : "0.0.0";
  return { version, build: build ?? buildId.trim() };
}
