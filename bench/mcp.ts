/** What the MCP server stands: calls answered from the database with the key checked each time, lists of tools, and its memory. */
import { toolDefinition, tools } from "@pulse/actions";

import { openFilled } from "./fill/open-filled.ts";
import { small } from "./fill/sizes.ts";
import { askSteadily } from "./mcp/ask-steadily.ts";
import { startMcp } from "./mcp/start-mcp.ts";
import { createReport, type Report } from "./report.ts";

type Options = { readonly keep: string | null; readonly isSmallOnly: boolean; readonly say: (text: string) => void };

const connections = 20;
const bytesPerToken = 4;

export async function benchMcp({ keep, isSmallOnly, say }: Options): Promise<Report> {
  const filled = await openFilled({ sizes: [small], keep, say });
  const mcp = await startMcp({ databaseUrl: filled.urls.get(small.name) ?? "", say });
  try {
    const ask = { url: mcp.url, key: mcp.key, connections, seconds: isSmallOnly ? 3 : 15 };
    const call = { method: "tools/call", params: { name: "analytics_metric", arguments: { metric: "pr.merged" } } };
    const list = { method: "tools/list", params: {} };
    // Once, so that neither is measured with what is computed a single time.
    await askSteadily({ ...ask, message: call, seconds: 1 });
    const called = await askSteadily({ ...ask, message: call });
    const listed = await askSteadily({ ...ask, message: list });
    const usual = tools.filter(({ isOptIn }) => !isOptIn);
    const definitions = Buffer.byteLength(JSON.stringify({ tools: usual.map(toolDefinition) }));
    return createReport(
      "mcp",
      [
        {
          name: "tools/call from the database, each second",
          unit: "requests",
          value: called.perSecond,
          goal: { atLeast: 1000 },
        },
        { name: "tools/call, p50", unit: "ms", value: called.p50Ms },
        { name: "tools/call, p99", unit: "ms", value: called.p99Ms, goal: { atMost: 100 } },
        { name: "tools/list, each second", unit: "requests", value: listed.perSecond, goal: { atLeast: 1500 } },
        { name: "tools/list, p99", unit: "ms", value: listed.p99Ms },
        {
          name: "definitions of the default set",
          unit: "tokens",
          value: definitions / bytesPerToken,
          goal: { atMost: 8000 },
        },
        { name: "memory afterwards", unit: "MB", value: await mcp.readRssMb(), goal: { atMost: 150 } },
      ],
      [`${connections} connections; server, database and who asks share the machine`],
    );
  } finally {
    await mcp.stop();
    await filled.close();
  }
}
