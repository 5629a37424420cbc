import { expect, test } from "vitest";

import { explainSignInFault } from "./sign-in-faults.ts";

test.each(["OAUTH_CLIENT_INVALID", "OAUTH_REDIRECT_404", "sign_up_closed"])("%s is named, with its fix", (code) => {
  const fault = explainSignInFault(code);

  expect(fault.code).toBe(code);
  expect(fault.fix).not.toBe("");
});

test.each([undefined, "", "<script>", "constructor", "__proto__"])(
  "a code that nobody knows (%s) is not shown",
  (code) => {
    expect(explainSignInFault(code)).toMatchObject({ code: null, title: "Signing in did not work" });
  },
);
