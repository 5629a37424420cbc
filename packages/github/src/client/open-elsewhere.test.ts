import { expect, test } from "vitest";

import { openElsewhere } from "./open-elsewhere.ts";

test("a name that leads to this machine is refused where the connection is made", async () => {
  const signal = AbortSignal.timeout(20_000);

  await expect(openElsewhere(new URL("https://localhost/log"), { signal })).rejects.toMatchObject({
    code: "forbidden",
    details: { reason: "foreign_host" },
  });
});
