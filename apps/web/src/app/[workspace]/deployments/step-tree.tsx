import type { DeployRunDetails } from "@pulse/actions";

import { cn } from "../../../ui/cn.ts";

type Steps = DeployRunDetails["steps"];

const signs: Readonly<Record<string, { readonly sign: string; readonly word: string; readonly color: string }>> = {
  SUCCESS: { sign: "✓", word: "done", color: "text-good" },
  RUNNING: { sign: "…", word: "goes on", color: "text-accent" },
  ERROR: { sign: "✗", word: "failed", color: "text-bad" },
  PENDING: { sign: "·", word: "waits", color: "text-muted" },
};

/** What the platform does, step within step, each with the reason where it failed. */
export function StepTree({ steps }: { readonly steps: Steps }) {
  return (
    <ul className="text-13">
      {steps.map((step) => {
        const { sign, word, color } = signs[step.status] ?? { sign: "?", word: step.status, color: "text-muted" };
        return (
          <li key={`${step.name} ${step.component ?? ""}`}>
            <span aria-hidden className={cn("mr-2 inline-block w-3 text-center font-medium", color)}>
              {sign}
            </span>
            <span className="break-words">{step.name}</span>
            {step.component !== null && step.component !== step.name && (
              <span className="text-muted"> of {step.component}</span>
            )}
            <span className="sr-only">: {word}</span>
            {step.reason !== null && (
              <span className="break-words text-bad">
                {" "}
                {step.reason.code}: {step.reason.message}
              </span>
            )}
            {step.steps.length > 0 && (
              <div className="pl-5">
                <StepTree steps={step.steps} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
