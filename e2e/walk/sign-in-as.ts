/** Signs in at a GitHub of a third party as a browser would, and gives the cookies that a browser would hold then. */
export async function signInAs(login: string, at: { readonly url: string; readonly github: string }): Promise<string> {
  const cookies = new Map<string, string>();
  const begun = await fetch(new URL("/api/auth/signin/github", at.url), { redirect: "manual" });
  keep(cookies, begun);
  const authorise = new URL(begun.headers.get("location") ?? "");
  const asked = Object.fromEntries(
    ["redirect_uri", "state", "scope", "client_id"].map((name) => [name, authorise.searchParams.get(name) ?? ""]),
  );
  const consent = await fetch(new URL("/login/oauth/callback", at.github), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ login, ...asked }),
  });
  const back = consent.headers.get("location") ?? "";
  const answer = await fetch(back, { redirect: "manual", headers: { cookie: cookieOf(cookies) } });
  keep(cookies, answer);
  const isIn = answer.status === 302 && !(answer.headers.get("location") ?? "").includes("error");
  if (!isIn) throw new Error(`${login} did not come in: ${answer.status} ${answer.headers.get("location") ?? ""}`);
  return cookieOf(cookies);
}

function keep(cookies: Map<string, string>, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    if (pair.length > at + 1) cookies.set(pair.slice(0, at), pair.slice(at + 1));
    else cookies.delete(pair.slice(0, at));
  }
}

function cookieOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}
