export type SessionCookie = { readonly name: string; readonly value: string; readonly url: string };

/** Uses a sign-in link up, as a browser does that opens it, and gives the session's cookie. */
export async function openSession(link: string): Promise<SessionCookie> {
  const answer = await fetch(link, { redirect: "manual" });
  const [pair = ""] = answer.headers.getSetCookie().at(0)?.split(";") ?? [];
  const at = pair.indexOf("=");
  if (answer.status !== 303 || at < 1)
    throw new Error(`The sign-in link answered ${answer.status} and opened no session.`);
  return { name: pair.slice(0, at), value: decodeURIComponent(pair.slice(at + 1)), url: new URL(link).origin };
}
