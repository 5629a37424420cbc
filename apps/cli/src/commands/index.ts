import type { ListedCommand } from "../command.ts";
import { doctor } from "./doctor.ts";

/** Every command, in the order of the help page. */
export const commands: readonly ListedCommand[] = [doctor];
