import { z } from "zod";

import { command } from "../command.ts";
import { checkDatabase } from "../doctor/check-database.ts";
import { checkMachine } from "../doctor/check-machine.ts";
import { checkRunning } from "../doctor/check-running.ts";
import type { Finding } from "../doctor/finding.ts";

const defaultPort = 3000;
const nameWidth = 14;

export const doctor = command({
  name: "doctor",
  summary: "Explain in plain words what is wrong with this setup",
  description:
    "Looks at the machine, the state folder, the database, the ports and what runs. Changes nothing. Exit 1 when something fails.",
  examples: ["./pulse doctor", "./pulse doctor --json"],
  args: z.object({}),
  run: async (ctx) => {
    const findings = [
      ...(await checkMachine({ home: ctx.home, searchPath: ctx.env.PATH })),
      ...(await checkDatabase(ctx)),
      ...(await checkRunning({ home: ctx.home, port: ctx.env.PORT ?? defaultPort })),
    ];
    const isFine = findings.every((finding) => finding.state !== "fail");
    if (ctx.json) ctx.printJson({ ok: isFine, checks: findings });
    else ctx.out([...findings.map(describe), "", verdict(findings)].join("\n"));
    return isFine ? 0 : 1;
  },
});

function describe(finding: Finding): string {
  const line = `${finding.state.padEnd(4)}  ${finding.name.padEnd(nameWidth)} ${finding.message}`;
  return finding.next === null ? line : `${line}\n${" ".repeat(nameWidth + 7)}→ ${finding.next}`;
}

function verdict(findings: readonly Finding[]): string {
  const failed = findings.filter((finding) => finding.state === "fail").length;
  if (failed > 0) return `${failed} of ${findings.length} checks failed.`;
  const warned = findings.filter((finding) => finding.state === "warn").length;
  return warned > 0 ? `Nothing is broken; ${warned} of ${findings.length} checks have a remark.` : "All is well.";
}
