// A change that wants a second word is put to the person at the client, where the client can do so: no model says yes in their place.
import type { ToolAnswer } from "@pulse/actions";
import { parseJson } from "@pulse/kit";
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  type InputRequiredResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

type Request = Pick<ServerContext["mcpReq"], "inputResponses" | "requestState" | "envelope">;
type Given = Readonly<Record<string, unknown>>;

const question = "confirm";
const yes = z.object({ confirm: z.boolean() });
// Held by its own seal to its arguments, its person and five minutes.
const stateSchema = z.object({ idempotency_key: z.string().max(100), confirm_token: z.string().max(200) });
const capabilitiesSchema = z.object({ elicitation: z.object({}) });

/** The question for a person that an answer stands for; null for any other answer, and where the client did not say that it can ask. */
export function questionFor(request: Request, answer: ToolAnswer): InputRequiredResult | null {
  if (!answer.isError || answer.structured.error.code !== "confirmation_required") return null;
  const { message, add } = answer.structured.error;
  const told: Given = { ...request.envelope };
  const state = stateSchema.safeParse(add);
  if (!state.success || !capabilitiesSchema.safeParse(told[CLIENT_CAPABILITIES_META_KEY]).success) return null;
  const [plan = message] = message.split(" Nothing has been changed");
  return inputRequired({
    inputRequests: { [question]: inputRequired.elicit({ message: plan, requestedSchema: yes }) },
    requestState: JSON.stringify(state.data),
  });
}

/** What a person who was asked said; null when nobody was. */
export function answerOf(request: Request): { readonly isYes: boolean; readonly add: Given } | null {
  if (request.inputResponses === undefined || !(question in request.inputResponses)) return null;
  const state = request.requestState<unknown>();
  const added = stateSchema.safeParse(typeof state === "string" ? parseJson(state) : null);
  const isYes = acceptedContent(request.inputResponses, question, yes)?.confirm === true && added.success;
  return { isYes, add: added.data ?? {} };
}
