/** What neither types nor lint can see: names, secrets, real data, machine paths, and documents that speak of commands. */
import path from "node:path";

import { checkComments } from "./guards/comments.ts";
import { checkDocumentedCommands } from "./guards/documented-commands.ts";
import { checkFileNames } from "./guards/file-names.ts";
import type { Finding } from "./guards/guard.ts";
import { readKnownCommands } from "./guards/known-commands.ts";
import { checkMachinePaths } from "./guards/machine-paths.ts";
import { readTrackedFiles } from "./guards/read-tracked-files.ts";
import { checkRealData, readRealData } from "./guards/real-data.ts";
import { checkSecrets } from "./guards/secrets.ts";

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const files = readTrackedFiles(root);
const findings: Finding[] = [
  ...[checkFileNames, checkComments, checkSecrets, checkMachinePaths].flatMap((guard) => guard(files)),
  ...checkRealData(files, readRealData(path.join(root, "../shared/data"))),
  ...checkDocumentedCommands(files, await readKnownCommands(root)),
];

for (const { path: name, line, message } of findings) {
  console.error(line === undefined ? `${name}: ${message}` : `${name}:${line}: ${message}`);
}
console.error(`${files.length} files looked at, ${findings.length} findings.`);
process.exitCode = findings.length > 0 || files.length === 0 ? 1 : 0;
