import { sql } from "kysely";

/**
 * Of rows of pulse.repositories: GitHub hides the repository from the connection that reads it, or did when the last one read it. Only being
 * seen again ends that: neither a credential that ends, nor a connection that is removed, nor the end of reading brings its numbers back.
 */
export const isHidden = sql`access in ('private', 'forbidden', 'deleted', 'uninstalled')`;
