import { expect, test } from "vitest";

import { clientSetups } from "./client-setups.ts";

const url = "https://pulse.example.com/api/mcp";
const textsOf = (token: string | null, command: string | null = null) =>
  clientSetups({ url, token, command }).map(({ text }) => text);

test("a client that signs in is given the address, and nothing of a key", () => {
  const [terminal, ...files] = textsOf(null);

  expect(terminal).toBe(`claude mcp add --transport http pulse-hub ${url}`);
  expect(files.map((text) => JSON.parse(text))).toEqual([
    { servers: { "pulse-hub": { type: "http", url } } },
    { mcpServers: { "pulse-hub": { url } } },
  ]);
});

test("with a key, each way over HTTP brings it along", () => {
  const texts = textsOf("phk_abc");

  expect(texts).toHaveLength(4);
  for (const text of texts) expect(text).toContain("Bearer phk_abc");
});

test("a client that starts its server itself is told the command alone", () => {
  const own = textsOf("phk_abc", "/srv/pulse-hub/pulse").filter((text) => text.includes("/srv/pulse-hub/pulse"));

  expect(own.map((text) => JSON.parse(text))).toEqual([
    { mcpServers: { "pulse-hub": { command: "/srv/pulse-hub/pulse", args: ["mcp"] } } },
  ]);
});
