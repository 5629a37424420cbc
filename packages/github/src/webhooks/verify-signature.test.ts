import { expect, test } from "vitest";

import { isSignature, signBody, verifySignature } from "./verify-signature.ts";

const secret = "It's a Secret to Everybody";
const body = Buffer.from("Hello, World!");
// The example of GitHub's documentation.
const documented = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

test("the example of GitHub's documentation verifies", () => {
  expect(signBody(body, secret)).toBe(documented);
  expect(verifySignature(body, { signature: documented, secrets: [secret] })).toBe(true);
});

test("any of several secrets is enough, so that one can be replaced", () => {
  expect(verifySignature(body, { signature: documented, secrets: ["new one", secret] })).toBe(true);
  expect(verifySignature(body, { signature: documented, secrets: ["new one", "newer one"] })).toBe(false);
});

test.each([
  ["nothing", ""],
  ["one character", "s"],
  ["bare digits", documented.slice(7)],
  ["one digit too few", documented.slice(0, -1)],
  ["one digit too many", `${documented}0`],
  ["other characters", `sha256=${"z".repeat(64)}`],
  ["the old algorithm", `sha1=${"a".repeat(40)}`],
  ["another signature", `sha256=${"a".repeat(64)}`],
])("a signature made of %s never verifies", (_name, signature) => {
  expect(verifySignature(body, { signature, secrets: [secret] })).toBe(false);
});

test("only the very bytes verify: the same JSON written anew does not", () => {
  const odd = Buffer.from('{ "b":1.0,\n"a" : "\\u00e9" }');
  const signature = signBody(odd, secret);

  expect(verifySignature(odd, { signature, secrets: [secret] })).toBe(true);
  const anew = Buffer.from(JSON.stringify(JSON.parse(odd.toString())));
  expect(verifySignature(anew, { signature, secrets: [secret] })).toBe(false);
});

test("an empty secret signs nothing and verifies nothing", () => {
  expect(() => signBody(body, " ")).toThrow(RangeError);
  expect(verifySignature(body, { signature: documented, secrets: ["", " "] })).toBe(false);
  expect(verifySignature(body, { signature: documented, secrets: [] })).toBe(false);
});

test("a header that is no signature is known by its shape", () => {
  expect(isSignature(documented)).toBe(true);
  expect(isSignature(undefined)).toBe(false);
  expect(isSignature(`${documented}\n`)).toBe(false);
});
