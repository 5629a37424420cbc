import type { ListedCommand } from "../command.ts";
import { check } from "./check.ts";
import { doctor } from "./doctor.ts";
import { test } from "./test.ts";

/** Every command, in the order of the help page. */
export const commands: readonly ListedCommand[] = [doctor, check, test];
