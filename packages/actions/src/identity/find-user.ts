import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

export type User = {
  readonly userId: string;
  readonly name: string;
  /** GitHub's; null for the local owner. */
  readonly login: string | null;
  readonly image: string | null;
};

export async function findUser(ctx: { readonly db: Db }, id: string): Promise<User | null> {
  const found = await withService(ctx.db, (tx) =>
    sql<User>`
      select id as user_id, name, login, image
      from identity.users
      where id = ${id}
    `.execute(tx),
  );
  return found.rows[0] ?? null;
}
