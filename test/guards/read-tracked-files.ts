import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";

import type { TrackedFile } from "./guard.ts";

/** Everything git tracks or would track, as it is on disk now. */
export function readTrackedFiles(root: string): TrackedFile[] {
  // safe.directory: a checkout that another user owns (a container's mount) is read all the same.
  const args = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const list = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const paths = [...new Set(list.split("\0").filter((name) => name !== ""))].sort();
  return paths.flatMap((name) => {
    const full = path.join(root, name);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (!stat?.isFile()) return [];
    const bytes = readFileSync(full);
    const isText = !bytes.subarray(0, 8000).includes(0);
    return [{ path: name, bytes, text: isText ? bytes.toString("utf8") : null }];
  });
}
