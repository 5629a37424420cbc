import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

type Place = {
  readonly url: string;
  readonly secret: string;
  readonly repository: { readonly id: number; readonly fullName: string };
};

type Load = { readonly from: number; readonly count: number; readonly perSecond: number };

/** Instants in milliseconds since 1970. */
export type SentIssue = { readonly deliveryId: string; readonly sentAt: number; readonly answeredAt: number };

/** Signed deliveries of opened issues, each at an instant fixed in advance. Throws when one is not accepted. */
export async function sendIssues(place: Place, { from, count, perSecond }: Load): Promise<readonly SentIssue[]> {
  const startedAt = Date.now();
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await delay(Math.max(0, startedAt + (index / perSecond) * 1000 - Date.now()));
      return await sendIssue(place, from + index);
    }),
  );
}

async function sendIssue({ url, secret, repository }: Place, number: number): Promise<SentIssue> {
  const deliveryId = randomUUID();
  const sentAt = Date.now();
  const body = bodyOf(repository, { number, at: new Date(sentAt).toISOString().replace(/\.\d+/, "") });
  const response = await fetch(`${url}/api/webhooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": deliveryId,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`A delivery was answered ${response.status}: ${text}`);
  return { deliveryId, sentAt, answeredAt: Date.now() };
}

function bodyOf(repository: Place["repository"], { number, at }: { readonly number: number; readonly at: string }) {
  const user = { id: 1 + (number % 7), login: `person-${number % 7}`, type: "User" };
  const issue = {
    id: number,
    node_id: `I_${number}`,
    number,
    title: `Issue ${number}`,
    state: "open",
    user,
    labels: [],
    assignees: [],
    body: "x".repeat(2_000),
    created_at: at,
    updated_at: at,
  };
  const told = { id: repository.id, full_name: repository.fullName };
  return JSON.stringify({ action: "opened", issue, repository: told, sender: user });
}
