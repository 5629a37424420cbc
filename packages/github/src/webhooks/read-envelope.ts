/** What a delivery says of itself, as far as it is stored beside the body. Null where it says nothing that could be true. */
export type Envelope = {
  readonly action: string | null;
  readonly hookId: number | null;
  readonly repositoryGithubId: number | null;
  readonly repositoryName: string | null;
};

export const emptyEnvelope: Envelope = { action: null, hookId: null, repositoryGithubId: null, repositoryName: null };

const longestText = 200;

/** Reads the few fields that say what a body is about. Null when it is not a JSON object in UTF-8. */
export function readEnvelope(body: Uint8Array): Envelope | null {
  const payload = parseJson(body);
  if (!isObject(payload)) return null;
  const repository = isObject(payload["repository"]) ? payload["repository"] : {};
  return {
    action: textOf(payload["action"]),
    hookId: idOf(payload["hook_id"]),
    repositoryGithubId: idOf(repository["id"]),
    repositoryName: textOf(repository["full_name"]),
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// PostgreSQL keeps no NUL in text.
function textOf(value: unknown): string | null {
  return typeof value === "string" && !value.includes("\0") ? value.slice(0, longestText) : null;
}

function idOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}
