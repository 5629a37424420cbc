import type { ActionContext, Person, Preferences } from "@pulse/actions";
import type { Workspace } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { cookies, headers } from "next/headers";
import { cache } from "react";

import { readTheme, themeCookie, type Theme } from "../frame/theme.ts";
import { contextOf, openWorkspace } from "./open-workspace.ts";
import { personHeader, readPerson } from "./person-header.ts";
import { getRuntime, type Runtime } from "./runtime.ts";

export type RequestScope = {
  readonly actions: Runtime["actions"];
  readonly ctx: ActionContext;
  readonly requestId: string;
  readonly person: Person;
  /** Its time zone is the person's own where they chose one. */
  readonly workspace: Workspace;
  readonly preferences: Preferences;
  /** Where the live stream of this page begins: before anything of it was read. Null when the stream is already open. */
  readonly since: string | null;
};

/**
 * Who asks, in which workspace, and under which id. Once per request. Without a workspace named it is a key's own, or the person's first.
 * Throws `not_found` for a workspace that is not theirs, and for one that their key does not open.
 */
export const openRequest = cache(async (slug: string | null): Promise<RequestScope> => {
  const runtime = getRuntime();
  const [requestId, isDocument, person] = await Promise.all([readRequestId(), isDocumentRequest(), requirePerson()]);
  const [opened, since, preferences] = await Promise.all([
    openWorkspace(runtime, person, slug),
    isDocument ? runtime.readEventPosition() : null,
    readOwnPreferences(person.userId),
  ]);
  const workspace = { ...opened, timeZone: preferences.timeZone ?? opened.timeZone };
  const address = (await headers()).get("x-pulse-address");
  return {
    actions: runtime.actions,
    requestId,
    person,
    workspace,
    preferences,
    since,
    ctx: contextOf(runtime, { person, workspace, requestId, address }),
  };
});

/** How a person likes to look at things. Once per request. */
const readOwnPreferences = cache(
  async (userId: string): Promise<Preferences> => await getRuntime().readPreferences(getRuntime().db, userId),
);

/** The theme of whoever asks: what they chose, on any browser of theirs; else what this browser remembers. */
export async function readOwnTheme(): Promise<Theme> {
  const [jar, given] = await Promise.all([cookies(), headers()]);
  const remembered = readTheme(jar.get(themeCookie)?.value);
  const person = readPerson(given.get(personHeader));
  if (person === null) return remembered;
  // A page says for itself that the database is away.
  const chosen = await readOwnPreferences(person.userId).catch(() => null);
  return chosen?.theme ?? remembered;
}

/** Whom the server let in; the pages behind the door have always somebody. */
export async function requirePerson(): Promise<Person> {
  const person = readPerson((await headers()).get(personHeader));
  if (person === null) throw new AppError("unauthenticated", "Sign in first");
  return person;
}

export async function readRequestId(): Promise<string> {
  return (await headers()).get("x-request-id") ?? "unknown";
}

/** Whether the browser asked for the page itself; otherwise the router asks for its data alone, to draw it by itself. */
export async function isDocumentRequest(): Promise<boolean> {
  return (await headers()).get("x-pulse-render") !== "data";
}
