import { once } from "node:events";
import { createServer } from "node:http";

import { findFreePort } from "@pulse/kit";

type Cut = {
  readonly upstream: string;
  /** The first piece of a page ends where this has matched. */
  readonly cutAt: RegExp;
  /** When the rest follows. */
  readonly untilThen: Promise<void>;
};

/** The product behind a slow line: pages come in two pieces, everything else as it is. Throws when a page cannot be cut. */
export async function cutPage({
  upstream,
  cutAt,
  untilThen,
}: Cut): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const headers = { cookie: request.headers.cookie ?? "", accept: request.headers.accept ?? "" };
      const answer = await fetch(new URL(request.url ?? "/", upstream), { headers, redirect: "manual" });
      const type = answer.headers.get("content-type") ?? "";
      const body = type.startsWith("text/event-stream") ? Buffer.alloc(0) : Buffer.from(await answer.arrayBuffer());
      const policy = answer.headers.get("content-security-policy");
      response.writeHead(answer.status, {
        "content-type": type,
        ...(policy === null ? {} : { "content-security-policy": policy }),
      });
      if (!type.startsWith("text/html")) {
        response.end(body);
        return;
      }
      const [first] = cutAt.exec(body.toString()) ?? [];
      if (first === undefined) {
        response.destroy(new Error("the page has no such place"));
        return;
      }
      const end = Buffer.byteLength(body.toString().split(first)[0] + first);
      response.write(body.subarray(0, end));
      await untilThen;
      response.end(body.subarray(end));
    })();
  });
  const port = await findFreePort();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
