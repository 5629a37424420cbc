import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

import { expect, test } from "vitest";

import { createPageStatuses, type PageStatuses } from "./create-page-statuses.ts";

async function statusOf(draw: (statuses: PageStatuses, response: ServerResponse) => void): Promise<number> {
  const statuses = createPageStatuses();
  const server = createServer((_request, response) => {
    statuses.wear("one", response);
    draw(statuses, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  try {
    return (await fetch(`http://127.0.0.1:${port}`)).status;
  } finally {
    server.close();
  }
}

test("a page that says nothing is a success", async () => {
  expect(await statusOf((_, response) => response.end("page"))).toBe(200);
});

test("what a page says is the status of its answer, however its first byte goes out", async () => {
  const ends = [
    (response: ServerResponse) => response.end("page"),
    (response: ServerResponse) => response.writeHead(200, { "Content-Type": "text/html" }).end("page"),
    (response: ServerResponse) => {
      response.flushHeaders();
      response.end("page");
    },
  ];

  for (const end of ends) {
    const status = await statusOf((statuses, response) => {
      statuses.note("one", 400);
      end(response);
    });
    expect(status).toBe(400);
  }
});

test("a redirect or a 404 of Next's own stays what it is", async () => {
  const status = await statusOf((statuses, response) => {
    statuses.note("one", 400);
    response.writeHead(404).end();
  });

  expect(status).toBe(404);
});

test("nobody speaks for another request", async () => {
  const status = await statusOf((statuses, response) => {
    statuses.note("another", 500);
    response.end("page");
  });

  expect(status).toBe(200);
});
