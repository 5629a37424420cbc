// What every tool that writes to GitHub has in common: whose repositories, through which connection, asked twice, done once.
import { randomUUID } from "node:crypto";

import type { GitHubClient } from "@pulse/github";
import { AppError, isAppError } from "@pulse/kit";
import { z } from "zod";

import { openClient } from "../../connections/open-client.ts";
import type { RunContext } from "../../action.ts";
import { answerOnce } from "../../once/answer-once.ts";
import { checkConfirmation, makeConfirmation } from "../confirmation.ts";
import { defineTool, type Tool, type ToolSet } from "../tool.ts";
import { findRepository, type FoundRepository } from "./find-repository.ts";
import { requireWritableOwner } from "./require-writable-owner.ts";
import { repositoryShape } from "./shapes.ts";

type Shape = Readonly<Record<string, z.ZodType>>;
type Asked<Input extends Shape> = z.output<z.ZodObject<Input>>;

type Definition<Input extends Shape, Done extends Shape> = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly set: ToolSet;
  /** It may take something away that was there. */
  readonly isDestructive: boolean;
  /** Doing it twice has the effect of once, even without a key. */
  readonly isIdempotent: boolean;
  /** Besides the repository. */
  readonly input: Input;
  /** What is known when it is done. */
  readonly done: Done;
  /** In words, for a person who has to say yes. Throws `invalid` where nothing would be done. */
  readonly plan: (ctx: RunContext, asked: Asked<Input>, repository: FoundRepository) => Promise<string> | string;
  readonly act: (
    client: GitHubClient,
    asked: Asked<Input>,
    about: { readonly repository: string; readonly signal: AbortSignal | undefined },
  ) => Promise<z.output<z.ZodObject<Done>>>;
};

const callShape = {
  idempotency_key: z.string().min(8).max(100).optional(),
  dry_run: z.boolean().default(false),
  confirm_token: z.string().max(200).optional(),
};

/** GitHub may have done what it then did not answer, or not so that it could be read. */
const unsure: readonly unknown[] = ["timeout", "network", "truncated", "unreadable", "server"];

export function defineWrite<Input extends Shape, Done extends Shape>(definition: Definition<Input, Done>): Tool {
  const { name, title, description, set, isDestructive, isIdempotent } = definition;
  const own = z.object(definition.input);
  const doneSchema = z.object(definition.done);
  const nothing = Object.fromEntries(Object.keys(definition.done).map((field) => [field, null]));
  // Of a shape that is not known here, the types say what they can.
  const input: Shape = { ...repositoryShape, ...definition.input, ...callShape };
  const output: Shape = {
    repository: z.string(),
    ...Object.fromEntries(Object.entries(definition.done).map(([field, schema]) => [field, schema.nullable()])),
    // False: it was a dry run, or the same key had done it before.
    created: z.boolean(),
    plan: z.string(),
  };
  return defineTool({
    name,
    title,
    description,
    set,
    scope: "write",
    hints: { isReadOnly: false, isDestructive, isIdempotent, isOpenWorld: true },
    input,
    output,
    run: async (ctx, given) => {
      const { owner, repo, idempotency_key: key, dry_run: isDryRun, confirm_token: token } = callSchema.parse(given);
      const asked = own.parse(given);
      const repository = await findRepository(ctx, { owner, repo, kinds: ["issues"] });
      const { fullName } = repository;
      requireWritableOwner(ctx, owner);
      const plan = await definition.plan(ctx, asked, repository);
      if (isDryRun) return { repository: fullName, ...nothing, created: false, plan };
      const confirmed = { tool: name, args: { owner, repo, ...asked, key: key ?? randomUUID() } };
      if (token === undefined || key === undefined) {
        throw makeConfirmation(ctx, { ...confirmed, key: confirmed.args.key, plan });
      }
      checkConfirmation(ctx, { ...confirmed, token });
      const { answer, isRepeated } = await answerOnce(ctx.db, onceOf(ctx, confirmed), async () => {
        const client = await openWriter(ctx, repository);
        const done = await definition.act(client, asked, { repository: fullName, signal: ctx.signal });
        ctx.note({ after: { repository: fullName, ...done } });
        return done;
      });
      return { repository: fullName, ...doneSchema.parse(answer), created: !isRepeated, plan };
    },
  });
}

const callSchema = z.object({ ...repositoryShape, ...callShape });

function onceOf(
  { actor }: RunContext,
  { tool, args }: { readonly tool: string; readonly args: { readonly key: string } },
) {
  return {
    workspaceId: actor.workspaceId,
    userId: actor.userId,
    key: `${tool} ${args.key}`,
    request: [tool, JSON.stringify(args)],
    isAnswerSecret: false,
    mayHaveBeenDone: (error: unknown) => isAppError(error) && unsure.includes(error.details["reason"]),
  };
}

async function openWriter(ctx: RunContext, { connectionId, fullName }: FoundRepository): Promise<GitHubClient> {
  if (connectionId === null) {
    throw new AppError(
      "conflict",
      `${fullName} is not connected, so nothing can be written to it. Connect it: ./pulse repo connect ${fullName}`,
    );
  }
  const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
  return client;
}
