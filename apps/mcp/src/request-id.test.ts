import { afterAll, beforeAll, expect, test } from "vitest";

import { startMcp, type StartedMcp } from "../test/start-mcp.ts";

let mcp: StartedMcp;

beforeAll(async () => {
  mcp = await startMcp();
});

afterAll(async () => {
  await mcp.close();
});

const id = "0b1c2d3e-0000-4000-8000-000000000000";

async function idOfAnswer(given: string): Promise<string | null> {
  return (await fetch(`${mcp.url}/health`, { headers: { "x-request-id": given } })).headers.get("x-request-id");
}

test("the web app's id goes on through the server, and nothing else that calls itself one", async () => {
  expect(await idOfAnswer(id)).toBe(id);
  expect(await idOfAnswer("made up\u00e9")).not.toContain("made up");
});
