/** `./pulse check`: types, lint, format, unused code, guards, and known holes. Exit 1 when any of them has something to say. */
import path from "node:path";

import { auditDependencies, describeAudit } from "./audit-dependencies.ts";
import { describeSteps, runCheckSteps } from "./check-steps.ts";

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const [results, audit] = await Promise.all([runCheckSteps(root), auditDependencies(root)]);
process.stderr.write(describeSteps(results) + describeAudit(audit));
process.exitCode = results.every(({ isOk }) => isOk) && audit.kind !== "holes" ? 0 : 1;
