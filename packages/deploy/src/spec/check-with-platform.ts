import type { Finding } from "../finding.ts";
import type { App, Platform } from "../platform/platform.ts";
import { explainRefusal } from "../problem/explain-refusal.ts";
import { keepSecrets, type GivenValues } from "../plan/keep-secrets.ts";
import type { Spec } from "./spec.ts";

type Input = { readonly file: string; readonly spec: Spec; readonly app: App | null; readonly given: GivenValues };

/** What the platform itself says of a spec, as it would be sent. Throws where it does not answer, or refuses the token. */
export async function checkWithPlatform(
  platform: Platform,
  { file, spec, app, given }: Input,
): Promise<readonly Finding[]> {
  const place = { file, line: 1, column: 1, severity: "error" } as const;
  const kept = keepSecrets({ declared: spec, live: app?.spec ?? null, given, areOthersRemoved: false });
  try {
    const proposal = await platform.propose({ spec: kept.spec, appId: app?.id ?? null });
    if (proposal.isNameAvailable) return [];
    const cause = `the name ${spec.name} is taken by an app that this token does not see`;
    return [
      {
        ...place,
        code: "SPEC_VALIDATION_ERROR",
        cause,
        fix: `write another, such as ${proposal.nameSuggestion ?? `${spec.name}-2`}`,
      },
    ];
  } catch (error) {
    const problem = explainRefusal(error);
    if (problem === null || problem.code === "PLATFORM_UNREACHABLE") throw error;
    return [{ ...place, code: problem.code, cause: problem.cause, fix: problem.fix }];
  }
}
