import { expect, onTestFinished, test } from "vitest";

import { createTestDatabase } from "../testing/create-test-database.ts";
import { queryAs } from "../testing/query-as.ts";
import { deleteExpired } from "./delete-expired.ts";

test("a program that nobody let in goes after a day, and tokens with their time; one that somebody lets in stays", async () => {
  const database = await createTestDatabase();
  onTestFinished(async () => await database.drop());
  await queryAs(
    database.superUrl,
    `insert into identity.users (id, name, email) values (gen_random_uuid(), 'Ada', 'ada@example.com');
     insert into identity.oauth_clients (id, client_id, redirect_uris, created_at)
       select gen_random_uuid(), name, '[]', at
       from (values ('forgotten', now() - interval '25 hours'), ('let in', now() - interval '9 days'), ('new', now())) as client (name, at);
     insert into identity.oauth_consents (id, client_id, user_id, reference_id, scopes)
       select gen_random_uuid(), 'let in', id, '1', '["read"]' from identity.users;
     insert into identity.oauth_refresh_tokens (id, token, client_id, user_id, scopes, expires_at)
       select gen_random_uuid(), token, 'let in', users.id, '["read"]', at
       from identity.users as users, (values ('over', now() - interval '1 second'), ('good', now() + interval '1 day')) as kept (token, at)`,
  );

  await deleteExpired(database.db, new AbortController().signal);

  expect(await queryAs(database.superUrl, "select client_id from identity.oauth_clients order by 1")).toEqual([
    { client_id: "let in" },
    { client_id: "new" },
  ]);
  expect(await queryAs(database.superUrl, "select token from identity.oauth_refresh_tokens")).toEqual([
    { token: "good" },
  ]);
});
