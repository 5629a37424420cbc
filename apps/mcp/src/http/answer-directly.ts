import type { ServerResponse } from "node:http";

import type { JSONRPCMessage, McpServer } from "@modelcontextprotocol/server";

import type { List } from "../list-tools.ts";

/**
 * Has the one answer of a request written to its connection as it is: through a Response, its headers and its stream it costs as much again.
 * Whatever is more than one result (an error, a notification before the result) goes the SDK's way, which knows its status and its form.
 */
export function answerDirectly(server: McpServer, response: ServerResponse, list: List): void {
  const connect = server.connect.bind(server);
  server.connect = async (transport) => {
    const send = transport.send.bind(transport);
    let isFirst = true;
    transport.send = async (message, options) => {
      const isAlone = isFirst && "result" in message && !response.headersSent && !response.destroyed;
      isFirst = false;
      if (!isAlone) {
        await send(message, options);
        return;
      }
      const bytes = Buffer.from(print(message, list));
      response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
      response.end(bytes);
      await transport.close();
    };
    await connect(transport);
  };
}

/** Our own list of tools was printed once; it is by far the longest part of what is sent with it. */
function print(message: JSONRPCMessage, { definitions, text }: List): string {
  if (!("result" in message) || message.result["tools"] !== definitions) return JSON.stringify(message);
  const { result, ...head } = message;
  const { tools: _, ...rest } = result;
  const others = JSON.stringify(rest).slice(1, -1);
  return `${JSON.stringify(head).slice(0, -1)},"result":{"tools":${text}${others === "" ? "" : `,${others}`}}}`;
}
