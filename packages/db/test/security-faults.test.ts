import { expect, test } from "vitest";

import { createTestDatabase } from "../src/testing/create-test-database.ts";
import { listSecurityFaults } from "./list-security-faults.ts";
import { queryAs } from "../src/testing/query-as.ts";

test.each([15, 18] as const)(
  "nothing in our schemas is open wider than designed, on PostgreSQL %i",
  async (version) => {
    const database = await createTestDatabase({ version });

    const faults = await listSecurityFaults(database.superUrl);
    await database.drop();

    expect(faults).toEqual([]);
  },
);

const closed =
  "enable row level security; alter table pulse.pets force row level security; create policy service on pulse.pets to service_role using (true)";
const pets = `create table pulse.pets (workspace_id bigint not null); alter table pulse.pets ${closed}`;

const plants: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "a table without row level security",
    "create table pulse.pets (workspace_id bigint not null); create policy service on pulse.pets to service_role using (true)",
    ["pulse.pets: row level security is off", "pulse.pets: row level security is not forced, so its owner passes"],
  ],
  [
    "a table whose owner passes",
    `${pets}; alter table pulse.pets no force row level security`,
    ["pulse.pets: row level security is not forced, so its owner passes"],
  ],
  [
    "a table without a policy",
    `${pets}; drop policy service on pulse.pets`,
    ["pulse.pets: there is no policy", "pulse.pets: there is no policy of its own for service_role"],
  ],
  [
    "a table without a policy for the service",
    `${pets}; drop policy service on pulse.pets; create policy mine on pulse.pets using (workspace_id = 1)`,
    ["pulse.pets: there is no policy of its own for service_role"],
  ],
  [
    "a policy that lets everybody read",
    `${pets}; create policy mine on pulse.pets to authenticated using (true)`,
    ["pulse.pets: policy mine lets everybody through"],
  ],
  [
    "a policy that lets everybody write",
    `${pets}; create policy mine on pulse.pets for insert to authenticated with check (true)`,
    ["pulse.pets: policy mine lets everybody through"],
  ],
  [
    "the same in the schema of sign-in",
    "create table identity.pets ()",
    [
      "identity.pets: row level security is off",
      "identity.pets: row level security is not forced, so its owner passes",
      "identity.pets: there is no policy",
      "identity.pets: there is no policy of its own for service_role",
    ],
  ],
  [
    "a table without a workspace",
    `${pets}; alter table pulse.pets drop column workspace_id`,
    ["pulse.pets: a fact without workspace_id"],
  ],
  [
    "a workspace that may be null",
    `${pets}; alter table pulse.pets alter column workspace_id drop not null`,
    ["pulse.pets: a fact without workspace_id"],
  ],
  [
    "a fact without a repository",
    `${pets}; alter table pulse.pets add column fetched_at timestamptz not null`,
    ["pulse.pets: a fact without repository_id"],
  ],
  ["a table open to anon", `${pets}; grant select on pulse.pets to anon`, ["pulse.pets: anon may select"]],
  ["a table open to everybody", `${pets}; grant update on pulse.pets to public`, ["pulse.pets: everybody may update"]],
  ["a schema open to everybody", "grant usage on schema identity to public", ["schema identity: everybody may usage"]],
  [
    "a view with its owner's rights",
    "create view metrics.pets as select 1 as one",
    ["metrics.pets: a view with its owner's rights"],
  ],
  [
    "a materialized view",
    "create materialized view metrics.pets as select 1 as one",
    ["metrics.pets: a materialized view knows no policies"],
  ],
  [
    "a function with its owner's rights and the caller's names",
    "create function pulse.pet() returns int language sql security definer as 'select 1'; revoke execute on function pulse.pet() from public",
    ["pulse.pet(): security definer without a search_path of its own"],
  ],
  [
    "a function open to everybody",
    "create function pulse.pet() returns int language sql as 'select 1'",
    ["pulse.pet(): everybody may call it"],
  ],
];

test.each(plants)("%s is found", async (_, plant, faults) => {
  const database = await createTestDatabase();
  await queryAs(database.url, plant);

  const found = await listSecurityFaults(database.superUrl);
  await database.drop();

  expect(found).toEqual(faults);
});
