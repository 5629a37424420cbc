import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import { createApiKey, createIdentity, ensureLocalOwner, type ActionContext } from "@pulse/actions";
import { isAppError } from "@pulse/kit";

type TokenContext = ActionContext & {
  readonly databaseUrl: string;
  readonly home: string;
  readonly workspace: string;
};

/** The API key for AI clients on this machine: the one in the file for as long as it opens the workspace, then a new one. */
export async function keepMcpToken(ctx: TokenContext): Promise<string> {
  await ensureLocalOwner(ctx);
  const identity = createIdentity(
    { ...ctx, fetch },
    // Nobody signs in here: the secret signs nothing, and the address is never asked.
    {
      publicUrl: "http://127.0.0.1",
      secret: randomBytes(32).toString("base64"),
      github: null,
      allowedLogins: [],
      allowedOrgs: [],
    },
  );
  try {
    const file = path.join(ctx.home, ctx.workspace === "default" ? "mcp-token" : `mcp-token-${ctx.workspace}`);
    const kept = (await readFile(file, "utf8").catch(() => "")).trim();
    const person = kept === "" ? null : await findHolder(identity, kept);
    const isOurs = person?.proof.kind === "api_key" && person.proof.workspaceId === ctx.actor.workspaceId;
    if (isOurs) return kept;
    const { key } = await createApiKey.run(
      { ...ctx, keyMaker: identity },
      { name: "AI clients on this machine", scopes: ["read", "write"] },
    );
    await mkdir(ctx.home, { recursive: true });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, `${key}\n`, { mode: 0o600 });
    await rename(draft, file);
    return key;
  } finally {
    await identity.close();
  }
}

/** Null for a key that was revoked, or that is no key at all. */
async function findHolder(identity: ReturnType<typeof createIdentity>, key: string) {
  try {
    return await identity.findPerson(new Headers({ authorization: `Bearer ${key}` }));
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") return null;
    throw error;
  }
}
