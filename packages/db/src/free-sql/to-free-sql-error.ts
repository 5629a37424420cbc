import { AppError } from "@pulse/kit";
import pg from "pg";

/** What PostgreSQL says of a statement, for whoever wrote it. What it says of ourselves stays a bug. */
export function toFreeSqlError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = "", message, hint } = error;
  const told = `${message}${hint === undefined ? "" : `. ${hint}`}`;
  if (code === "57014") {
    return new AppError("invalid", "This took longer than it may. Look at fewer repositories or days, or add up less", {
      cause: error,
    });
  }
  if (code === "42501" || code === "25006") {
    return new AppError("forbidden", `This may not be done in SQL here: ${told}. Read the views of schema metrics`, {
      cause: error,
      details: { reason: "policy_denied" },
    });
  }
  if (code === "53300") {
    return new AppError("limited", "Others are asking in SQL already. Try again in a moment", {
      cause: error,
      details: { retryAfterS: 5 },
    });
  }
  if (code.startsWith("28")) {
    return new AppError(
      "unavailable",
      "The login of this workspace does not get in. Let an admin switch asking in SQL off and on again (Settings, Workspace)",
      { cause: error },
    );
  }
  // What is wrong with the statement or its values, or too much of it.
  if (/^(0A|2[1-7]|34|42|54|55)/.test(code))
    return new AppError("invalid", `The statement cannot run: ${told}`, { cause: error });
  return error;
}
