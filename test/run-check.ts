/** `./pulse check`: types, lint, format, unused code and guards. Exit 1 when any of them has something to say. */
import path from "node:path";

import { describeSteps, runCheckSteps } from "./check-steps.ts";

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, ".."));
const results = await runCheckSteps(root);
process.stderr.write(describeSteps(results));
process.exitCode = results.every(({ isOk }) => isOk) ? 0 : 1;
