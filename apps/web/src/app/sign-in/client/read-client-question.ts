type ClientQuestion = {
  /** As it came, to be sent back: its signature covers all of it. */
  readonly query: string;
  readonly clientId: string;
  /** Host of the address that the answer goes to, or what opens it on this machine. */
  readonly returnsTo: string;
  readonly isWriteAsked: boolean;
};

/** What a program asks for, out of the address of the page; null where nothing is asked. */
export function readClientQuestion(
  given: Readonly<Record<string, string | string[] | undefined>>,
): ClientQuestion | null {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) query.append(name, one);
  }
  const [clientId, target] = [query.get("client_id"), query.get("redirect_uri")];
  if (clientId === null || target === null || !query.has("sig") || !URL.canParse(target)) return null;
  const { host, protocol } = new URL(target);
  return {
    query: query.toString(),
    clientId,
    returnsTo: /^https?:$/.test(protocol) ? host : `${protocol}//`,
    isWriteAsked: (query.get("scope") ?? "").split(" ").includes("write"),
  };
}
