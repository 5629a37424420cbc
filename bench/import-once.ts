/** The importer in a process of its own, so that its memory is its own: `import-once.ts URL FILE…` prints what it took as JSON. */
import path from "node:path";

import { connect, ensureDefaultWorkspace } from "@pulse/db";
import { importArchive } from "@pulse/github";

const [url = "", ...files] = process.argv.slice(2);
const db = connect({ url, applicationName: "pulse-bench" });
const workspaceId = await ensureDefaultWorkspace(db);
const startedAt = performance.now();
let rows = 0;
for (const file of files) {
  const imported = await importArchive(db, { workspaceId, file, fileName: path.basename(file) });
  rows += imported.rows;
}
const seconds = (performance.now() - startedAt) / 1000;
await db.destroy();
console.log(JSON.stringify({ seconds, rows, peakMb: process.resourceUsage().maxRSS / 1024 }));
