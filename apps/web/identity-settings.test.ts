import { expect, test } from "vitest";

import { readWebEnv } from "./env.ts";
import { readIdentitySettings } from "./identity-settings.ts";

const database = { POSTGRES_URL: "postgres://me@127.0.0.1/pulse" };
const oauth = {
  GITHUB_OAUTH_CLIENT_ID: "id",
  GITHUB_OAUTH_CLIENT_SECRET: "client secret",
  NEXTAUTH_SECRET: "a secret that is long enough for cookies",
};

function read(env: Readonly<Record<string, string>>): ReturnType<typeof readIdentitySettings> {
  return readIdentitySettings(readWebEnv({ ...database, ...env }), 3000);
}

test("with nothing set it is for the person at this machine", () => {
  expect(read({})).toMatchObject({ publicUrl: "http://127.0.0.1:3000", github: null });
});

test("an address that others reach is refused without an OAuth app, and every missing setting is named", () => {
  expect(() => read({ HOST: "0.0.0.0" })).toThrow(/GITHUB_OAUTH_CLIENT_ID[^]*NEXTAUTH_URL/);
});

test("half an OAuth app is refused", () => {
  expect(() => read({ GITHUB_OAUTH_CLIENT_ID: "id" })).toThrow(/GITHUB_OAUTH_CLIENT_SECRET is not set/);
});

test("sign-in needs a secret that outlives the process", () => {
  expect(() => read({ ...oauth, NEXTAUTH_SECRET: "" })).toThrow(/NEXTAUTH_SECRET is not set/);
  expect(() => read({ ...oauth, NEXTAUTH_SECRET: "short" })).toThrow(/shorter than 32/);
});

test("GitHub Enterprise has its API below its own address", () => {
  const settings = read({
    ...oauth,
    HOST: "0.0.0.0",
    NEXTAUTH_URL: "https://pulse.example.com/",
    GITHUB_URL: "https://github.example.com",
    PULSE_ALLOWED_LOGINS: "Ada, grace ,",
  });

  expect(settings).toMatchObject({
    publicUrl: "https://pulse.example.com",
    github: { url: "https://github.example.com", apiUrl: "https://github.example.com/api/v3" },
    allowedLogins: ["ada", "grace"],
  });
});
