import { sql, type RawBuilder } from "kysely";

/** The logins of whom an issue or pull request of our copy is assigned to, in the order of the alphabet, as one column. */
export function assigneeLogins(table: "issue" | "pull_request"): RawBuilder<string[]> {
  const item = sql.table(table);
  return sql`
    array(
      select account.login
      from pulse.accounts as account
      where account.workspace_id = ${item}.workspace_id
        and account.id = any (${item}.assignee_ids)
      order by lower(account.login)
    )
  `;
}
