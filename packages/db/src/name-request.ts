import { findRequestId } from "@pulse/kit";
import { sql, type RawBuilder } from "kysely";

/**
 * For a transaction's first statement: adds the id of the request to the name under which the server lists and logs it, as in
 * `pulse-hub web #0b1c…`, until the transaction ends. A name has 63 bytes; ours and an id fit.
 */
export function nameRequest(): RawBuilder<unknown> {
  const requestId = findRequestId();
  if (requestId === null) return sql`null`;
  return sql`set_config(
    'application_name',
    left(split_part(current_setting('application_name'), ' #', 1), 25) || ' #' || ${requestId}::text,
    true
  )`;
}
