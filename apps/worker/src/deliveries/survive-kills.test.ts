import { expect, test } from "vitest";

import { surviveKills } from "../../test/survive-kills.ts";

test(
  "2,000 deliveries while web, worker and PostgreSQL are killed: none lost, none applied twice",
  { timeout: 240_000 },
  async () => {
    const report = await surviveKills({ deliveries: 2_000, killsOfEach: 2 });

    expect(report).toMatchObject({
      sent: 2_000,
      stored: 2_000,
      lost: 0,
      twice: 0,
      kills: { web: 2, worker: 2, postgres: 2 },
    });
  },
);
