import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { Finding, TrackedFile } from "./guard.ts";

const maxArchiveBytes = 200_000;

/** What is known of real people's data that lies beside the checkout and must never come into it. */
export type RealData = {
  /** Git's blob id to file name. */
  readonly blobs: ReadonlyMap<string, string>;
  /** GitHub's node ids of real issues, pull requests and reviews. */
  readonly nodeIds: ReadonlySet<string>;
};

/** Reads the test data beside the checkout; null when there is none, as in a stranger's clone. */
export function readRealData(folder: string): RealData | null {
  if (!existsSync(folder)) return null;
  const blobs = new Map<string, string>();
  const nodeIds = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path.join(entry.parentPath, entry.name));
    blobs.set(blobId(bytes), entry.name);
    if (!entry.name.endsWith(".archive.json")) continue;
    for (const [, id = ""] of bytes.toString("utf8").matchAll(/"id": ?"([A-Za-z0-9_=+/-]{16,})"/g)) nodeIds.add(id);
  }
  return { blobs, nodeIds };
}

/** Real people's archives stay out of the tree: whole, renamed, or in pieces. */
export function checkRealData(files: readonly TrackedFile[], real: RealData | null): Finding[] {
  return files.flatMap((file) => {
    const message = findRealData(file, real);
    return message === null ? [] : [{ path: file.path, message }];
  });
}

function findRealData(file: TrackedFile, real: RealData | null): string | null {
  const twin = real?.blobs.get(blobId(file.bytes));
  if (twin !== undefined && file.bytes.length > 0) return `is the test data file ${twin}. It may not be published.`;
  const isArchive = file.path.endsWith(".archive.json") || isArchiveShaped(file);
  if (isArchive && file.bytes.length > maxArchiveBytes) {
    return `an archive of ${file.bytes.length} bytes. Only small, generated ones belong here (up to ${maxArchiveBytes}).`;
  }
  if (real === null || file.text === null) return null;
  for (const [token] of file.text.matchAll(/[A-Za-z0-9_=+/-]{16,}/g)) {
    if (real.nodeIds.has(token)) return `holds ${token}, an item of a real archive. Generate data instead.`;
  }
  return null;
}

function isArchiveShaped({ path: name, text }: TrackedFile): boolean {
  if (text === null || !/\.json[^/]*$/.test(name)) return false;
  return /"magic"\s*:/.test(text) && /"pulls"\s*:/.test(text) && /"issues"\s*:/.test(text);
}

function blobId(bytes: Buffer): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
