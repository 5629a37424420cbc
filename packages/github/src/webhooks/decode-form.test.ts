import fc from "fast-check";
import { expect, test } from "vitest";

import { decodeForm } from "./decode-form.ts";

test("the payload of a form is the JSON that was put into it, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const form = new URLSearchParams({ other: "1", payload: text }).toString();

      expect(decodeForm(Buffer.from(form))?.toString()).toBe(text.toWellFormed());
    }),
  );
});

test.each(["", "xpayload=1", "other=payload"])("a form without a payload has none: %s", (form) => {
  expect(decodeForm(Buffer.from(form))).toBeNull();
});

test("a percent sign that begins no byte stays what it is", () => {
  expect(decodeForm(Buffer.from("payload=1%2&x=y"))?.toString()).toBe("1%2");
  expect(decodeForm(Buffer.from("payload=%zz+%"))?.toString()).toBe("%zz %");
});
