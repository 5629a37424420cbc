import { readServiceToken, startMemory, type Actor, type Person, type RequestMemory } from "@pulse/actions";
import { AppError, type Clock } from "@pulse/kit";

export type Callers = {
  readonly findKeyHolder: (key: string) => Promise<Person>;
  readonly clock: Clock;
  /** Of the web app; null where only keys open. */
  readonly publicKey: string | null;
};

/** Who asks and how they proved it. */
export type Caller = {
  readonly actor: Actor;
  readonly via: "web" | "key";
  /** What was found out with it. */
  readonly memory: RequestMemory;
};

/** Throws `unauthenticated`: nobody is let in without a token, not even from this machine. */
export async function findCaller(callers: Callers, authorization: string | null): Promise<Caller> {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]{1,4000})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) {
    throw new AppError("unauthenticated", "Send a token: Authorization: Bearer phk_… (./pulse key create makes one)");
  }
  if (token.split(".").length === 3) {
    if (callers.publicKey === null) throw new AppError("unauthenticated", "This server takes API keys only: phk_…");
    const actor = await readServiceToken({ publicKey: callers.publicKey, clock: callers.clock }, token);
    return { actor, via: "web", memory: startMemory() };
  }
  const { userId, proof } = await callers.findKeyHolder(token);
  if (proof.kind !== "api_key") throw new AppError("unauthenticated", "This token is none of ours");
  const { workspaceId, scopes, role } = proof;
  const actor = { userId, workspaceId, scopes };
  return { actor, via: "key", memory: startMemory(role === undefined ? undefined : { actor, role }) };
}
