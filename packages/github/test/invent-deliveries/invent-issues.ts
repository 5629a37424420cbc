import { bug, person, type Inventing, type Json } from "./inventing.ts";

/** Three issues with labels, comments, a deletion and a transfer. */
export function inventIssues({ send, tick }: Inventing, milestone: () => Json): void {
  for (const number of [1, 2, 3]) {
    const created = tick();
    let issue: Json = {
      id: 1000 + number,
      node_id: `I_${number}`,
      number,
      title: `issue ${number}`,
      body: "what happened\u0000?",
      state: "open",
      state_reason: null,
      user: person(10 + number, `author-${number}`),
      author_association: "NONE",
      labels: [],
      assignees: [],
      milestone: null,
      created_at: created,
      updated_at: created,
      closed_at: null,
    };
    const act = (action: string, change: Json, more: Json = {}): void => {
      const at = tick();
      issue = { ...issue, ...change, updated_at: at, ...(action === "closed" ? { closed_at: at } : {}) };
      send("issues", { action, issue, ...more });
    };
    send("issues", { action: "opened", issue });
    act("labeled", { labels: [bug] }, { label: bug });
    act("assigned", { assignees: [person(2, "bob")] }, { assignee: person(2, "bob") });
    act("milestoned", { milestone: milestone() }, { milestone: milestone() });
    inventComments({ send, tick }, () => issue);
    act("edited", { title: `issue ${number}, renamed` }, { changes: { title: { from: `issue ${number}` } } });
    act("closed", { state: "closed", state_reason: "completed" });
    if (number !== 1) act("reopened", { state: "open", state_reason: "reopened", closed_at: null });
    act("unlabeled", { labels: [] }, { label: bug });
    if (number === 2) act("deleted", {});
    if (number === 3) act("transferred", {}, { changes: { new_issue: {}, new_repository: {} } });
  }
}

function inventComments({ send, tick }: Inventing, issue: () => Json): void {
  const number = Number(issue()["number"]);
  for (const index of [0, 1]) {
    const at = tick();
    const comment = {
      id: 5000 + number * 10 + index,
      node_id: `IC_${number}_${index}`,
      user: person(3, "carol"),
      author_association: "MEMBER",
      body: "a thought",
      created_at: at,
      updated_at: at,
    };
    send("issue_comment", { action: "created", issue: issue(), comment });
    send("issue_comment", {
      action: "edited",
      issue: issue(),
      comment: { ...comment, body: "a better one", updated_at: tick() },
    });
    if (index === 1) send("issue_comment", { action: "deleted", issue: issue(), comment });
  }
}
