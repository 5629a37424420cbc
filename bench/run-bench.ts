/** Runs one bench by name and prints its report as JSON; what runs by `./pulse bench NAME`. */
import { parseArgs } from "node:util";

import { benchBackup } from "./backup.ts";
import { benchDeploy } from "./deploy.ts";
import { benchImages } from "./images.ts";
import { benchImport } from "./import.ts";
import { benchLive } from "./live.ts";
import { benchMcp } from "./mcp.ts";
import { benchMetrics } from "./metrics.ts";
import { benchPages } from "./pages.ts";
import type { Report } from "./report.ts";
import { benchSync } from "./sync.ts";
import { benchUp } from "./up.ts";
import { benchKills } from "./webhooks/bench-kills.ts";
import { benchWebhooks } from "./webhooks.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    deliveries: { type: "string" },
    keep: { type: "string" },
    kills: { type: "boolean", default: false },
    minutes: { type: "string" },
    small: { type: "boolean", default: false },
  },
});
const benches: Readonly<Record<string, () => Promise<Report>>> = {
  backup: () => benchBackup({ keep: values.keep ?? null, isSmallOnly: values.small, say: console.error }),
  deploy: () => benchDeploy({ say: console.error }),
  images: () => benchImages({ isSmallOnly: values.small, say: console.error }),
  import: benchImport,
  live: () => benchLive({ isSmallOnly: values.small, say: console.error }),
  mcp: () => benchMcp({ keep: values.keep ?? null, isSmallOnly: values.small, say: console.error }),
  metrics: () => benchMetrics({ keep: values.keep ?? null, isSmallOnly: values.small, say: console.error }),
  pages: () =>
    benchPages({
      keep: values.keep ?? null,
      isSmallOnly: values.small,
      minutes: values.minutes === undefined ? null : Number(values.minutes),
      say: console.error,
    }),
  sync: () => benchSync({ isSmallOnly: values.small, say: console.error }),
  up: benchUp,
  webhooks: () =>
    values.kills || values.deliveries !== undefined
      ? benchKills({ deliveries: Number(values.deliveries ?? (values.small ? 2_000 : 100_000)), say: console.error })
      : benchWebhooks({ isSmallOnly: values.small, say: console.error }),
};

const name = positionals[0] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(`There is no bench "${name}". There are: ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
const report = await bench();
for (const { name: measure, value, unit, goal, limit } of report.measures) {
  const beside = limit === undefined ? "" : `   beside ${limit.name}: ${limit.value}`;
  const wanted = goal === undefined ? "" : `   goal: ${JSON.stringify(goal)}`;
  console.error(`${measure.padEnd(52)} ${value.toFixed(2)} ${unit}${wanted}${beside}`);
}
if (report.verdict !== undefined) {
  console.error(`\n${report.verdict.text}`);
  if (!report.verdict.holds) process.exitCode = 1;
}
console.log(JSON.stringify(report, null, 2));
