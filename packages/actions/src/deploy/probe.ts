import type { Probe } from "@pulse/deploy";

const longestBody = 20_000;

/** Asks a deployed app as anybody would, following no redirect: where one leads is part of the answer. */
export const probe: Probe = async (url, { timeoutMs }) => {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: { "user-agent": "pulse-hub-deploy" },
    });
    const body = (await response.text()).slice(0, longestBody);
    return { kind: "answer", status: response.status, location: response.headers.get("location"), body };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "none", reason: cause instanceof Error ? cause.message : String(cause) };
  }
};
