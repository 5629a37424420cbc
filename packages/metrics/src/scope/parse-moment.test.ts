import { describe, expect, it } from "vitest";

import { parseMoment } from "./parse-moment.ts";

describe("a moment on the command line or in a URL", () => {
  it("is a day of the time zone when it is a bare date", () => {
    expect(parseMoment("from", "2024-02-29")).toEqual({ kind: "date", on: "2024-02-29" });
  });

  it.each([
    ["2026-03-31T08:00Z", "2026-03-31T08:00:00.000Z"],
    ["2026-03-31T08:00:00+05:30", "2026-03-31T02:30:00.000Z"],
    ["2026-03-31T23:59:59.996150Z", "2026-03-31T23:59:59.996Z"],
  ])("is an instant when it carries its offset: %s", (text, expected) => {
    expect(parseMoment("to", text)).toEqual({ kind: "instant", at: new Date(expected) });
  });

  it.each([
    "",
    "yesterday",
    "2026-02-30",
    "2026-13-01",
    "26-01-01",
    "2026-03-31T08:00:00",
    "2026-02-30T08:00:00Z",
    "2026-03-31T24:00:00Z",
    "2026-03-31T08:61:00Z",
    "2026-03-31T08:00:00 05:30",
    "0000-01-01",
    "1969-12-31",
    "9999-01-01",
    "2026-01-01\u0000",
    "2026-01-01; drop table pulse.issues",
  ])("is refused, by name, when it is neither: %j", (text) => {
    expect(() => parseMoment("from", text)).toThrow(
      expect.objectContaining({ code: "invalid", message: expect.stringContaining("`from`") }),
    );
  });
});
