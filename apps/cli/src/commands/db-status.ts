import { maskUrl, migrationStatus, type MigrationStatus } from "@pulse/db";
import { z } from "zod";

import { command } from "../command.ts";
import { withDirectDatabase } from "../with-direct-database.ts";

const advice = {
  changed: "Its files are no longer what was applied: put them back, and write the change as a new migration",
  unknown: "This program does not have it: use the version of the program that applied it, or a newer one",
  unfinished: "It was begun and did not end; pulse db migrate clears it away and tries again",
};

export const dbStatus = command({
  name: "db status",
  summary: "Show which migrations are applied",
  description: "Ends with 1 when the database and the program do not belong together.",
  examples: ["./pulse db status", "./pulse db status --json"],
  args: z.object({}),
  run: async (ctx) => {
    const { url, status } = await withDirectDatabase(ctx, async (address) => ({
      url: maskUrl(address),
      status: await migrationStatus({ url: address }),
    }));
    if (ctx.json) ctx.printJson(status);
    else ctx.out(describe(url, status));
    return hasFault(status) ? 1 : 0;
  },
});

function hasFault(status: MigrationStatus): boolean {
  return status.migrations.some((entry) => entry.state === "changed" || entry.state === "unknown");
}

function describe(url: string, status: MigrationStatus): string {
  const lines = status.migrations.map((entry) => {
    const when =
      entry.appliedAt === null ? "" : `  ${entry.appliedAt.toISOString()}  by ${entry.programVersion ?? "?"}`;
    return `  ${entry.state.padEnd(10)} ${entry.name}${when}`;
  });
  const states = new Set(status.migrations.map((entry) => entry.state));
  const notes = Object.entries(advice).flatMap(([state, text]) =>
    [...states].some((found) => found === state) ? [`  ${state}: ${text}`] : [],
  );
  const next = states.has("pending") ? ["  pending: apply with pulse db migrate"] : [];
  return [`${url} is at migration ${status.version} of ${status.latest}`, ...lines, ...notes, ...next].join("\n");
}
