import { sql } from "kysely";

/**
 * Of rows of pulse.repositories called `repository`: those whose facts may be shown. What GitHub hides from the connection that reads it is
 * hidden here too, until it is seen again; a credential that merely ended says nothing of that.
 */
export const shownRepository = sql`
  repository.deleted_at is null
  and repository.access not in ('private', 'forbidden', 'deleted', 'uninstalled')
`;
