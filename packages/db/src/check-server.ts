import { AppError } from "@pulse/kit";

import { maskUrl } from "./migrate/mask-url.ts";
import { withSession } from "./migrate/with-session.ts";

const oldestVersion = 15;

/** The server's version as it calls itself. Throws `unavailable` or `forbidden` when it does not let us in, or is too old. */
export async function checkServer(url: string): Promise<string> {
  return await withSession(url, async (session) => {
    const found = await session.query<{ version: string }>("select current_setting('server_version') as version");
    const version = found.rows[0]?.version ?? "";
    if (Number.parseInt(version, 10) >= oldestVersion) return version;
    throw new AppError(
      "unavailable",
      `The server at ${maskUrl(url)} is PostgreSQL ${version}, which is too old. Use version ${oldestVersion} or newer`,
    );
  });
}
