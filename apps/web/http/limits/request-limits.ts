import type { ServerResponse } from "node:http";

import type { Person } from "@pulse/actions";
import type { Clock } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { createRateLimit, type RateAnswer } from "./create-rate-limit.ts";
import { networkOf } from "./network-of.ts";

/** How often somebody may ask, by where they come from and by what they prove. */
export type RequestLimits = {
  /** Any request from one address, and the ways in more strictly. */
  readonly takeRequest: (input: { readonly address: string; readonly path: string }) => RateAnswer;
  /** Requests of one session or one key, wherever they come from. */
  readonly takeProof: (proof: Person["proof"]) => RateAnswer;
  /** Whether this address has shown too many keys that are none. */
  readonly lookAtWrongKeys: (address: string) => RateAnswer;
  readonly countWrongKey: (address: string) => void;
};

/** Files of the build are the same for everybody and cost nothing; a page asks for dozens. */
const freePaths = /^\/(_next\/static\/|icon\.svg$|favicon\.ico$|robots\.txt$)/;
const waysIn = /^\/(api\/auth\/|join\/)/;

const waysInPerMinute = 30;
const wrongKeysPerMinute = 20;

export function createRequestLimits(input: { readonly clock: Clock; readonly perMinute: number }): RequestLimits {
  const { clock, perMinute } = input;
  const addresses = createRateLimit({ clock, perMinute });
  const proofs = createRateLimit({ clock, perMinute });
  const ways = createRateLimit({ clock, perMinute: waysInPerMinute });
  const wrongKeys = createRateLimit({ clock, perMinute: wrongKeysPerMinute });
  return {
    takeRequest: ({ address, path }) => {
      if (freePaths.test(path)) return null;
      const network = networkOf(address);
      return addresses.take(network) ?? (waysIn.test(path) ? ways.take(network) : null);
    },
    takeProof: (proof) => proofs.take(proof.kind === "session" ? `s ${proof.sessionId}` : `k ${proof.keyId}`),
    lookAtWrongKeys: (address) => wrongKeys.look(networkOf(address)),
    countWrongKey: (address) => void wrongKeys.take(networkOf(address)),
  };
}

export function refuseLimited(
  response: ServerResponse,
  { retryAfter, requestId }: { readonly retryAfter: number; readonly requestId: string },
): void {
  response.setHeader("Retry-After", String(retryAfter));
  refuse(response, {
    code: "limited",
    detail: `Too many requests. Ask again in ${retryAfter} s; an operator can raise REQUESTS_PER_MINUTE`,
    requestId,
  });
}
