import {
  generateDelivery,
  generateHistory,
  generateNightly,
  markIncidents,
  planOrganisation,
  type HistoryShape,
  type Replica,
} from "@pulse/github-replica";

import { demoOrganisation } from "./demo-organisation.ts";

/** A repository of the demo and who works on it, the busiest first. */
export type DemoRepository = { readonly name: string; readonly people: readonly string[] };

const { login: organisation, reader, token, repositories, teams } = demoOrganisation;
const people = 22;
const items = 1500;
const months = 15;
// What customers see is walked through every night; the rest is not.
const repositoriesWithNights = 3;

/** Fills a GitHub with an organisation and its past up to `begunAt`. The same seed and instant give the same, ids included. */
export function foundOrganisation(
  replica: Replica,
  input: { readonly seed: number; readonly begunAt: Date },
): readonly DemoRepository[] {
  const from = new Date(input.begunAt);
  from.setUTCMonth(from.getUTCMonth() - months);
  const plans = planOrganisation({
    owner: organisation,
    seed: input.seed,
    from,
    asOf: input.begunAt,
    repositories: repositories.length,
    items,
    people,
    sizes: "equal",
  });
  const founded = repositories.map(({ name, ...details }, index) => {
    const plan = plans[index];
    if (plan === undefined) throw new RangeError(`No plan was made for ${name}`);
    const fullName = `${organisation}/${name}`;
    return found(replica, {
      plan: { ...plan, repository: fullName, draftShare: 0.12 },
      details,
      isTestedByNight: index < repositoriesWithNights,
    });
  });
  gatherTeams(replica, founded);
  replica.addToken({ token, login: reader, scopes: ["repo", "read:org", "admin:repo_hook"] });
  replica.play.addMember({ organisation, login: reader, role: "admin" });
  return founded;
}

function found(
  replica: Replica,
  input: {
    readonly plan: HistoryShape;
    readonly details: NonNullable<Parameters<Replica["loadHistory"]>[1]>;
    readonly isTestedByNight: boolean;
  },
): DemoRepository {
  const { plan, details, isTestedByNight } = input;
  const plain = generateHistory(plan);
  const delivery = generateDelivery(plain, { seed: plan.seed });
  const history = markIncidents(plain, { delivery, seed: plan.seed });
  const runs = [...delivery.runs, ...(isTestedByNight ? generateNightly(plain, { seed: plan.seed }) : [])];
  replica.loadHistory(history, { ...details, squashes: true });
  replica.loadDelivery(plan.repository, { ...delivery, runs: runs.toSorted(byBeginning) });
  return {
    name: plan.repository,
    people: history.people.filter((person) => !person.isBot).map((person) => person.login),
  };
}

const byBeginning = (left: { readonly createdAt: Date }, right: { readonly createdAt: Date }): number =>
  left.createdAt.getTime() - right.createdAt.getTime();

/** Teams overlap a little, as they do: who is in two is asked by both. */
function gatherTeams(replica: Replica, founded: readonly DemoRepository[]): void {
  const everybody = [...new Set(founded.flatMap((repository) => repository.people))].toSorted();
  for (const login of everybody) replica.play.addMember({ organisation, login });
  for (const { slug, repositories: own, share } of teams) {
    const team = replica.play.addTeam({
      organisation,
      slug,
      by: reader,
      repositories: own.flatMap((index) => founded[index]?.name ?? []),
    });
    const [begin, end] = share.map((part) => Math.round(part * everybody.length));
    for (const login of everybody.slice(begin, end)) replica.play.addTeamMember({ team, login, by: reader });
  }
}
