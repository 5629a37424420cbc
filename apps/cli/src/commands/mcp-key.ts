import { makeServiceKey, publicServiceKey } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";

export const mcpKey = command({
  name: "mcp key",
  summary: "Make a pair of keys by which an MCP server of its own knows the web app",
  description: `./pulse up needs none of this: it makes its own. Where web and MCP server are deployed apart, the first line is for the web
app alone, and the second for the MCP server.`,
  examples: ["./pulse mcp key"],
  args: z.object({}),
  run: async (ctx) => {
    const signingKey = makeServiceKey();
    const publicKey = publicServiceKey(signingKey);
    if (ctx.json) ctx.printJson({ PULSE_MCP_SIGNING_KEY: signingKey, PULSE_MCP_PUBLIC_KEY: publicKey });
    else ctx.out(`PULSE_MCP_SIGNING_KEY=${signingKey}\nPULSE_MCP_PUBLIC_KEY=${publicKey}`);
    return await Promise.resolve(0);
  },
});
