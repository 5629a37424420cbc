import type { DeployProblem } from "../problem/deploy-problem.ts";
import type { Probe, ProbeAnswer } from "./deploy-ports.ts";
import type { GateSettings, SmokeStep } from "./gate-settings.ts";

/** Asks each step once, in order; the first that is answered otherwise is the problem. */
export async function runSmokeTest(
  ctx: { readonly probe: Probe },
  { url, gate }: { readonly url: string | null; readonly gate: Pick<GateSettings, "smoke" | "timeoutMs"> },
): Promise<DeployProblem | null> {
  if (url === null) return null;
  for (const step of gate.smoke) {
    const answer = await ctx.probe(new URL(step.path, url).href, { timeoutMs: gate.timeoutMs });
    const cause = judge(step, answer, url);
    if (cause === null) continue;
    const evidence = answer.kind === "answer" ? [answer.body.slice(0, 500)] : [];
    const isRedirect = step.path.includes("/auth/");
    return {
      code:
        isRedirect && answer.kind === "answer" && answer.status < 500 ? "OAUTH_REDIRECT_404" : "SERVICE_UNAVAILABLE",
      component: null,
      cause: `${step.name}: ${cause}`,
      fix: isRedirect
        ? "set NEXTAUTH_URL to the address that people use, and register it with /api/auth/callback/github at GitHub"
        : "read the log: ./pulse deploy logs --type run",
      evidence,
    };
  }
  return null;
}

function judge(step: SmokeStep, answer: ProbeAnswer, url: string): string | null {
  if (answer.kind === "none") return `${step.path} gives no answer: ${answer.reason}`;
  if (!step.status.includes(answer.status)) {
    return `${step.path} answers ${answer.status}, and ${step.status.join(" or ")} was expected`;
  }
  if (step.isSignIn !== true) return null;
  const location = answer.location !== null && URL.canParse(answer.location) ? new URL(answer.location) : null;
  if (location?.pathname.endsWith("/login/oauth/authorize") !== true) return `${step.path} does not lead to GitHub`;
  const callback = location.searchParams.get("redirect_uri") ?? "";
  if (URL.canParse(callback) && new URL(callback).origin === new URL(url).origin) return null;
  return `the sign-in asks GitHub to come back to ${callback || "nowhere"}, and people are at ${new URL(url).origin}`;
}
