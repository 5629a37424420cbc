import { describe, expect, it } from "vitest";
import { z } from "zod";

import { readEnv } from "./read-env.ts";

const schema = z.object({ PORT: z.coerce.number().int().default(3000), GITHUB_TOKEN: z.string().min(5).optional() });

describe("readEnv", () => {
  it("gives defaults for what is not set or empty, and drops what it does not know", () => {
    expect(readEnv(schema, { PORT: "", OTHER: "x" })).toEqual({ PORT: 3000 });
  });

  it("reads NAME_BASE64 in place of NAME", () => {
    const encoded = Buffer.from("grüße").toString("base64");

    expect(readEnv(schema, { GITHUB_TOKEN_BASE64: encoded }).GITHUB_TOKEN).toBe("grüße");
  });

  it("refuses a setting that is given twice", () => {
    expect(() => readEnv(schema, { PORT: "1", PORT_BASE64: "MQ==" })).toThrow(/PORT and as PORT_BASE64; keep one/);
  });

  it("lists every problem at once", () => {
    const read = () => readEnv(schema, { PORT: "many", GITHUB_TOKEN: "abc" });

    expect(read).toThrow(/PORT: .*\n.*GITHUB_TOKEN: /s);
    expect(read).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("never repeats a value in its message, since it may be a secret", () => {
    expect(() => readEnv(schema, { GITHUB_TOKEN: "s3cr" })).not.toThrow(/s3cr/);
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(readEnv(schema, {}))).toBe(true);
  });
});
