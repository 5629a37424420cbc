import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { z } from "zod";

import type { KnownCommand } from "./documented-commands.ts";

const commandModule = z.object({
  commands: z.array(z.object({ name: z.string(), args: z.object({ shape: z.record(z.string(), z.unknown()) }) })),
});

/** The commands as the program itself lists them. A checkout without a CLI has none. */
export async function readKnownCommands(root: string): Promise<KnownCommand[]> {
  const file = path.join(root, "apps/cli/src/commands/index.ts");
  if (!existsSync(file)) return [];
  const loaded: unknown = await import(pathToFileURL(file).href);
  return commandModule.parse(loaded).commands.map(({ name, args }) => ({
    name,
    flags: Object.keys(args.shape).map((key) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`),
  }));
}
