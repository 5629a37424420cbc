import type { ServerResponse } from "node:http";

import type { Person } from "@pulse/actions";
import type { Clock } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { createRateLimit, type RateAnswer } from "./create-rate-limit.ts";
import { networkOf } from "./network-of.ts";

/** How often somebody may ask, by where they come from and by what they prove. */
export type RequestLimits = {
  /** Any request from one address, and the ways in more strictly. */
  readonly takeRequest: (input: { readonly address: string; readonly path: string }) => Promise<RateAnswer>;
  /** Requests of one session or one key, wherever they come from. */
  readonly takeProof: (proof: Person["proof"]) => RateAnswer;
  /** Whether this address has shown too many keys that are none. */
  readonly lookAtWrongKeys: (address: string) => RateAnswer;
  readonly countWrongKey: (address: string) => Promise<void>;
};

/** Counts what must not be multiplied by the number of processes; throws where the counting place is away. */
type SharedAttempts = (attempt: {
  readonly kind: "way_in" | "wrong_key";
  readonly network: string;
  readonly perMinute: number;
}) => Promise<RateAnswer>;

type Options = { readonly clock: Clock; readonly perMinute: number; readonly takeShared: SharedAttempts };

/** Files of the build are the same for everybody and cost nothing; a page asks for dozens. */
const freePaths = /^\/(_next\/static\/|icon\.svg$|robots\.txt$)/;
const waysIn = /^\/(api\/auth\/|join\/)/;

const waysInPerMinute = 30;
const wrongKeysPerMinute = 20;

/**
 * Ways in and wrong keys are counted by all processes together, after this one has counted them: whoever is over here is not asked for
 * there. All else each process counts for itself, which keeps it alive and costs nothing.
 */
export function createRequestLimits({ clock, perMinute, takeShared }: Options): RequestLimits {
  const addresses = createRateLimit({ clock, perMinute });
  const proofs = createRateLimit({ clock, perMinute });
  const ways = createRateLimit({ clock, perMinute: waysInPerMinute });
  const wrongKeys = createRateLimit({ clock, perMinute: wrongKeysPerMinute });
  // Without its database nobody comes in anyway, and this process has counted for itself.
  const share = async (attempt: Parameters<SharedAttempts>[0]): Promise<RateAnswer> =>
    await takeShared(attempt).catch(() => null);
  return {
    takeRequest: async ({ address, path }) => {
      if (freePaths.test(path)) return null;
      const network = networkOf(address);
      const answer = addresses.take(network);
      if (answer !== null || !waysIn.test(path)) return answer;
      return ways.take(network) ?? (await share({ kind: "way_in", network, perMinute: waysInPerMinute }));
    },
    takeProof: (proof) => proofs.take(proof.kind === "session" ? `s ${proof.sessionId}` : `k ${proof.keyId}`),
    lookAtWrongKeys: (address) => wrongKeys.look(networkOf(address)),
    countWrongKey: async (address) => {
      const network = networkOf(address);
      wrongKeys.take(network);
      const wait = await share({ kind: "wrong_key", network, perMinute: wrongKeysPerMinute });
      // Keys that are right cost no question there: what the others counted is learnt with the next wrong one.
      if (wait !== null) wrongKeys.hold(network, wait);
    },
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
