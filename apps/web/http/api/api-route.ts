import type { ActionContext, Person, Scope } from "@pulse/actions";
import type { Workspace } from "@pulse/db";
import type { z } from "zod";

import type { Runtime } from "../../src/server/runtime.ts";

/** What a route's own code gets: everything of the request is checked by then. */
type ApiCall<Params, Query, Body> = {
  readonly actions: Runtime["actions"];
  readonly ctx: ActionContext;
  readonly person: Person;
  readonly workspace: Workspace;
  readonly workspaces: () => Promise<readonly Workspace[]>;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
};

type ApiMethod = "get" | "post" | "put" | "patch" | "delete";

type Shape = z.ZodObject;

type Definition<Params extends Shape, Query extends Shape, Body extends z.ZodType, Answer extends z.ZodType> = {
  readonly method: ApiMethod;
  /** With its parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  /** Unique; what a client generated from the description calls it. */
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  readonly description?: string;
  /** What an API key needs. */
  readonly scope: Scope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body | null;
  readonly answer: Answer;
  /** 200 unless given. */
  readonly status?: 201 | 202;
  /** What it gives is a file, which `run` opens as an `ExportedFile`: any stretch of it can be asked for. */
  readonly isFile?: boolean;
  /** Holds something that is shown once: never kept to be told again. */
  readonly isAnswerSecret?: boolean;
  readonly run: (
    call: ApiCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<DeepReadonly<z.input<Answer>>>;
};

/** What an action gives, which nobody changes any more. */
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** One operation of the API: what it takes and gives is a schema, from which the check and the description are both made. */
export type ApiRoute = Omit<Definition<Shape, Shape, z.ZodType, z.ZodType>, "run"> & {
  readonly run: (call: ApiCall<unknown, unknown, unknown>) => Promise<unknown>;
};

export function defineRoute<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Definition<Params, Query, Body, Answer>): ApiRoute {
  const { run, ...rest } = definition;
  return { ...rest, run: async (call) => await run(parsedBySchemasOf<Params, Query, Body>(call)) };
}

// `answerApi` parses all three by the schemas of the same route before it calls `run`.
const parsedBySchemasOf = <Params extends Shape, Query extends Shape, Body extends z.ZodType>(
  call: ApiCall<unknown, unknown, unknown>,
): ApiCall<z.output<Params>, z.output<Query>, z.output<Body>> =>
  call as ApiCall<z.output<Params>, z.output<Query>, z.output<Body>>;
