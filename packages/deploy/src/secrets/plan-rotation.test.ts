import { expect, test } from "vitest";

import { planRotation, rotatableSecrets } from "./plan-rotation.ts";

test.each(rotatableSecrets)(
  "%s is deployed before what was there ends, and every step says how one sees that it is done",
  (name) => {
    const { steps } = planRotation(name);

    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.findIndex(({ what }) => what.startsWith("Deploy"))).toBe(1);
    expect(steps.every(({ what, check }) => what !== "" && check !== "")).toBe(true);
  },
);

test("keys of which both are taken for a while end with a deployment without the old one", () => {
  const last = (name: string) => planRotation(name).steps.at(-1)?.what;

  expect(last("PULSE_ENCRYPTION_KEYS")).toBe("Deploy, without the old one");
  expect(last("GITHUB_WEBHOOK_SECRET")).toBe("Deploy, without the old one");
  expect(last("GITHUB_OAUTH_CLIENT_SECRET")).toBe("Delete the old client secret at GitHub");
});

test("stored secrets are sealed anew while both keys are there", () => {
  const commands = planRotation("PULSE_ENCRYPTION_KEYS").steps.map(({ command, what }) => command ?? what);

  expect(commands.indexOf("./pulse connection reseal")).toBe(2);
  expect(commands.indexOf("./pulse connection reseal")).toBeLessThan(commands.length - 2);
});

test("either half of a pair leads to the plan of both", () => {
  expect(planRotation("PULSE_MCP_PUBLIC_KEY")).toEqual(planRotation("PULSE_MCP_SIGNING_KEY"));
});

test("a name without a plan is told the nearest one", () => {
  expect(() => planRotation("NEXTAUTH_SECRETS")).toThrow("Did you mean NEXTAUTH_SECRET?");
  expect(() => planRotation("COLOUR")).toThrow("There are: PULSE_ENCRYPTION_KEYS,");
});
