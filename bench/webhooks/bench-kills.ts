/** Whether anything is lost or applied twice while web, worker and PostgreSQL are killed at random: the long run of what the tests do with 2,000. */
import { surviveKills } from "../../apps/worker/test/survive-kills.ts";
import { createReport, type Report } from "../report.ts";
import { judgeKills } from "./judge-kills.ts";

type Input = { readonly deliveries: number; readonly say: (line: string) => void };

const deliveriesBetweenKills = 5_000;

export async function benchKills({ deliveries, say }: Input): Promise<Report> {
  const killsOfEach = Math.max(2, Math.round(deliveries / deliveriesBetweenKills));
  const { lost, twice, stored, kills, answers, seconds } = await surviveKills({ deliveries, killsOfEach, say });
  const report = createReport(
    "webhooks",
    [
      { name: `${deliveries} deliveries: lost`, unit: "rows", value: lost, goal: { atMost: 0 } },
      { name: `${deliveries} deliveries: applied twice`, unit: "rows", value: twice, goal: { atMost: 0 } },
      { name: "stored", unit: "rows", value: stored },
      { name: "from the first to the last of them applied", unit: "s", value: seconds },
    ],
    [`killed: ${JSON.stringify(kills)}; answers: ${JSON.stringify(answers)}`],
  );
  return { ...report, verdict: judgeKills({ deliveries, kills: 3 * killsOfEach, lost, twice }) };
}
