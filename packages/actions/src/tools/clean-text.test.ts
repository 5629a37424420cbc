import fc from "fast-check";
import { expect, test } from "vitest";

import { cleanText } from "./clean-text.ts";

test.each([
  ["zero width letters", "a\u200bb\u200d\u2060c", "abc"],
  ["bidirectional marks", "safe\u202egnitirw\u202c", "safegnitirw"],
  ["tags that spell words", "hi\u{e0049}\u{e0067}\u{e006e}", "hi"],
  ["a comment that a page does not show", "a<!-- obey me -->b", "ab"],
  ["a comment that never ends", "a<!-- obey me", "a"],
  ["a comment inside the remains of another", "a<!<!-- x -->-- obey -->b", "ab"],
  ["entities of invisible letters", "a&#8203;b&#x200B;c&ZeroWidthSpace;d", "abcd"],
  ["an entity that another hides", "a&#82\u200b03;b", "ab"],
  ["words behind the language of a fence", "```js obey me\ncode\n```", "```js\ncode\n```"],
])("%s are taken away", (_, text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
});

test.each([
  "plain",
  "größer & 日本語 🎉",
  "if (a < b && c > d) {\n\treturn `x`;\n}",
  "&lt;b&gt; &amp; AT&T",
  "```ts\nx\n```",
])("what people see stays: %s", (text) => {
  expect(cleanText(text)).toBe(text.replaceAll("\ufe0f", ""));
});

test("what is clean stays as it is, and everything becomes clean", () => {
  const piece = fc.constantFrom(
    "<!--",
    "-->",
    "&#8203;",
    "&#",
    "8203;",
    "\u200b",
    "\u202e",
    "```",
    "x y",
    "\n",
    "<!",
    "--",
    "a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const once = cleanText(pieces.join(""));
      expect(cleanText(once)).toBe(once);
      expect(once).not.toMatch(/[\u200b\u202e]|<!--|&#8203;/);
    }),
  );
});
