/** A change as a client of 2026 meets it that can ask its person. The repository is connected to nothing, so nothing is ever written. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startMcp, type StartedMcp } from "../../test/start-mcp.ts";

let mcp: StartedMcp;

beforeAll(async () => {
  mcp = await startMcp({ PULSE_OWNERS_ALLOW: "acme" });
});

afterAll(async () => {
  await mcp.close();
});

const call = {
  name: "github_create_issue",
  arguments: { owner: "acme", repo: "site", title: "It breaks" },
};

/** What comes of the call, and what the person was asked. */
async function open(said: { readonly action: "accept" | "decline"; readonly confirm?: boolean } | null) {
  const asked: string[] = [];
  const capabilities = said === null ? {} : { elicitation: { form: {} } };
  const client = new Client({ name: "test", version: "1" }, { capabilities, versionNegotiation: { mode: "auto" } });
  if (said !== null) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      asked.push(params.message);
      return said.action === "accept"
        ? { action: "accept", content: { confirm: said.confirm ?? true } }
        : { action: "decline" };
    });
  }
  const requestInit = { headers: { authorization: `Bearer ${mcp.key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${mcp.url}/mcp`), { requestInit }));
  const { structuredContent } = await client.callTool(call);
  await client.close();
  return { asked, error: (structuredContent as { error: { code: string; message: string } }).error };
}

test("a person who says yes is asked once, and the change is tried", async () => {
  const { asked, error } = await open({ action: "accept" });

  expect(asked).toEqual(['Open the issue "It breaks" in acme/site?']);
  // Further than the confirmation: only the connection is missing.
  expect(error).toMatchObject({ code: "conflict", message: expect.stringContaining("is not connected") });
});

test.each([{ action: "decline" }, { action: "accept", confirm: false }] as const)(
  "a person who answers %j is asked once, and no model can say yes in their place",
  async (said) => {
    const { asked, error } = await open(said);

    expect(asked).toHaveLength(1);
    expect(error).toMatchObject({ code: "policy_denied" });
    expect(JSON.stringify(error)).not.toContain("confirm_token");
  },
);

test("a client that cannot ask is told what to add", async () => {
  const { error } = await open(null);

  expect(error).toMatchObject({ code: "confirmation_required", add: { confirm_token: expect.any(String) } });
});
