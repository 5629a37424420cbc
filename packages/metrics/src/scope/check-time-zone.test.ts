import { describe, expect, it } from "vitest";

import { checkTimeZone } from "./check-time-zone.ts";

describe("a time zone", () => {
  it.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "asia/kolkata"])("is an IANA name: %s", (name) => {
    expect(() => checkTimeZone(name)).not.toThrow();
  });

  it.each(["", "Mars/Olympus", "CETTT", "+05:30", "-08:00", "05:30", "UTC'; select 1", "Europe/Berlin\u0000"])(
    "is refused when it is not: %j",
    (name) => {
      expect(() => checkTimeZone(name)).toThrow(expect.objectContaining({ code: "invalid" }));
    },
  );
});
