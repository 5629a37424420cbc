import { expect, test } from "vitest";

import { checkEnvFile } from "./check-env-file.ts";
import { findPlaceholder } from "./find-placeholder.ts";
import { parseEnvFile } from "./parse-env-file.ts";

const mixed = (length: number): string => "k7Qz3vR9bT1mW5xY2nH8".repeat(10).slice(0, length);
const hex = (length: number): string => "9f3b07c2e8a16d54".repeat(10).slice(0, length);
const jwt = (claims: object): string =>
  [{ alg: "HS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".") + `.${mixed(43)}`;

const databaseAt = (host: string, name: string): string => `postgresql://pulse:${mixed(9)}@${host}/${name}`;

// The thirteen of the operating procedure, and others that stand in templates that people copy.
const left = [
  "Ov23liXXXXXXXXXX",
  "1234567890abcdef1234567890abcdef12345678",
  "https://pulse-hub-web-<hash>.ondigitalocean.app",
  "<random-32-char-secret>",
  "https://<project-ref>.supabase.co",
  "eyJhbGci...",
  `ghp_${"X".repeat(36)}`,
  "postgresql://postgres:[password]@[host]:6543/postgres",
  "<random-secret-key>",
  "<password>",
  "postgresql+psycopg2://postgres:[password]@[host]:6543/postgres",
  "[YOUR-PASSWORD]",
  "postgresql://postgres.abc:[YOUR-PASSWORD]@db.host.co:5432/postgres",
  "your-client-id",
  "https://your-domain.com",
  "sk-your-key-here",
  "YOUR_SECRET",
  "TODO",
  "TODO: ask Anna",
  "FIXME",
  "TBD",
  "changeme",
  "CHANGE_ME",
  "change-me-please",
  "replace-me",
  "REPLACE_WITH_TOKEN",
  "placeholder",
  "my-placeholder-value",
  "insert-token",
  "INSERT_YOUR_KEY",
  "fill-in",
  "https://example.com",
  "https://api.example.org/v1",
  "admin@example.com",
  "xxxx",
  "xxxxxxxx-token",
  "XXXX-XXXX",
  "{{ secret }}",
  "{{TOKEN}}",
  "000000",
  "aaaaaaaaaaaa",
  "********",
  "------",
  "0123456789abcdef0123456789abcdef",
  "123456789",
  "abcdefghijklmnop",
  "…",
  "abc…",
  "password",
  "secret",
  "Password",
  "token",
  "test",
  "foo",
  "null",
  "undefined",
  "none",
  "example",
  "postgres://user:password@db:5432/app",
  "postgres://user:changeme@db:5432/app",
  "<your-app-id>",
  "< your token >",
];

const real = [
  mixed(20),
  mixed(64),
  hex(40),
  jwt({ role: "anon" }),
  `ghp_${mixed(36)}`,
  "https://pulse-hub-web-x7k2p.ondigitalocean.app",
  "https://abcdefghijkl.supabase.co",
  "http://pulse-hub-mcp:8080",
  "${pulse-hub-mcp.PRIVATE_URL}",
  "${db.DATABASE_URL}",
  "https://${APP_DOMAIN}/x",
  databaseAt("aws-0-us-east-1.pooler.supabase.com:6543", "postgres"),
  databaseAt("10.0.0.5:5432", "pulse"),
  databaseAt("[::1]:5432", "pulse"),
  databaseAt("[2001:db8::7]:5432", "pulse"),
  "production",
  "info",
  "8080",
  "6543",
  "0.0.0.0",
  "true",
  "no",
  "1.0.0",
  "2026-11-21",
  "Europe/Berlin",
  "octocat,hubot",
  "pulse-hub",
  "example-team",
  "https://examples.acme.io",
  "https://myexample.com",
  "https://latest.acme.io",
  "contest",
  "tokenise",
  "passwordless",
  "secretariat",
  "mastodon",
  "todolist",
  "TODOS",
  "exxxtra",
  "maxx",
  "4111",
  "12345",
  "0",
  "aaaab",
  "[]",
  "[1,2]",
  '["a","b"]',
  "{}",
  '{"a":1}',
  "a<b",
  "a>b",
  "1 < 2 > 1",
  "hourly",
  "yours",
  "flavour-a",
  "neighbour-hood",
  "redis://cache:6379/0",
  "smtp://mail.acme.io:587",
  "https://hooks.slack.com/services/T0/B0/z8Kd",
  "-----BEGIN KEY-----",
  "age1qyqszqgpqyqszqgpqyqszqgp",
  "sha256:" + hex(64),
  "us-east-1",
  "user@acme.io",
  "C.UTF-8",
  "/var/lib/pulse",
  "https://acme.io/...more",
  "10s",
  "85%",
  "Zoë",
  "日本",
];

test.each(left)("%s is left of a template", (value) => {
  expect(findPlaceholder(value)).not.toBeNull();
});

test.each(real)("%s is a value", (value) => {
  expect(findPlaceholder(value)).toBeNull();
});

type Read = { readonly text: string; readonly values: Readonly<Record<string, string>>; readonly problems: number };

const read: readonly Read[] = [
  { text: "", values: {}, problems: 0 },
  { text: "\n\n", values: {}, problems: 0 },
  { text: "# a comment\n  # another", values: {}, problems: 0 },
  { text: "A=1", values: { A: "1" }, problems: 0 },
  { text: "A=1\nB=2\n", values: { A: "1", B: "2" }, problems: 0 },
  { text: "  A=1", values: { A: "1" }, problems: 0 },
  { text: "export A=1", values: { A: "1" }, problems: 0 },
  { text: "A=", values: { A: "" }, problems: 0 },
  { text: "A=   ", values: { A: "" }, problems: 0 },
  { text: "A=1  ", values: { A: "1" }, problems: 0 },
  { text: "A=b=c", values: { A: "b=c" }, problems: 0 },
  { text: "A='b c'", values: { A: "b c" }, problems: 0 },
  { text: 'A="b c"', values: { A: "b c" }, problems: 0 },
  { text: "A=`b c`", values: { A: "b c" }, problems: 0 },
  { text: "A='b # c' # comment", values: { A: "b # c" }, problems: 0 },
  { text: 'A="b\\"c"', values: { A: 'b"c' }, problems: 0 },
  { text: 'A="b\\nc"', values: { A: "b\nc" }, problems: 0 },
  { text: "A='b\\nc'", values: { A: "b\\nc" }, problems: 0 },
  { text: 'A="b\nc"\nD=1', values: { A: "b\nc", D: "1" }, problems: 0 },
  { text: "A='b\n\nc'\nD=1", values: { A: "b\n\nc", D: "1" }, problems: 0 },
  { text: "A='b' c", values: { A: "b" }, problems: 1 },
  { text: 'A="b"c', values: { A: "b" }, problems: 1 },
  { text: "A='b", values: {}, problems: 1 },
  { text: 'A="b\nB=1', values: { B: "1" }, problems: 1 },
  { text: "A", values: {}, problems: 1 },
  { text: "just words", values: {}, problems: 1 },
  { text: "A: 1", values: {}, problems: 1 },
  { text: "=1", values: {}, problems: 1 },
  { text: "1A=1", values: {}, problems: 1 },
  { text: "A-B=1", values: {}, problems: 1 },
  { text: "A.B=1", values: {}, problems: 1 },
  { text: "Ä=1", values: {}, problems: 1 },
  { text: "A =1", values: {}, problems: 1 },
  { text: "A= 1", values: {}, problems: 1 },
  { text: "export 1A=1", values: {}, problems: 1 },
  { text: "\uFEFFA=1", values: { A: "1" }, problems: 1 },
  { text: "A=1\r\nB=2\r\n", values: { A: "1", B: "2" }, problems: 1 },
];

test.each(read)("$text is read whole", ({ text, values, problems }) => {
  const file = parseEnvFile(text);

  expect(Object.fromEntries(file.entries.map(({ key, value }) => [key, value]))).toEqual(values);
  expect(file.problems.length).toBe(problems);
});

type Judged = readonly [text: string, cause: RegExp | null];

const judged: readonly Judged[] = [
  ["A=a#b", /holds #/],
  ["A=a #b", /comment/],
  ["A='a#b'", null],
  ["A=a b", /space/],
  ["A=a$b", /holds \$/],
  ["A=a`b", /holds `/],
  ["A=a&b", /holds &/],
  ["A=a;b", /holds ;/],
  ["A=a(b)", /holds \(/],
  ["A=a*", /holds \*/],
  ["A=a\\b", /holds \\/],
  ["A=it's", /holds '/],
  ['A="a$b"', /double quotes/],
  ['A="a`b`"', /double quotes/],
  ["A='a$b'", null],
  ["A=`a`", /backticks/],
  ["A=${db.DATABASE_URL}", null],
  ['A="${db.DATABASE_URL}"', null],
  ["A=https://a.b/c?d=e", /holds \?/],
  ["A=a~b", null],
  ["A=a,b", null],
  ["A=a%20b", null],
  ["A=", /empty/],
  ["A=''", /empty/],
  ['A="  "', /empty/],
  ["A=1\nA=2", /second time.*line 1/],
  ["PORT=8080", null],
  ["PORT=0", /port/],
  ["PORT=99999", /port/],
  ["PORT=http", /port/],
  ["NODE_ENV=prod", /NODE_ENV/],
  ["NODE_ENV=production", null],
  ["LOG_LEVEL=INFO", /LOG_LEVEL/],
  ["NEXTAUTH_URL=https://pulse.acme.io", null],
  ["NEXTAUTH_URL=https://pulse.acme.io/", /slash/],
  ["NEXTAUTH_URL=http://pulse.acme.io", /https/],
  ["NEXTAUTH_URL=https://pulse.acme.io/app", /path/],
  ["NEXTAUTH_URL=${APP_URL}", null],
  [`NEXTAUTH_SECRET=${mixed(43)}`, null],
  [`NEXTAUTH_SECRET=${mixed(12)}`, /32 characters/],
  [`GITHUB_OAUTH_CLIENT_ID=Ov23li${mixed(14)}`, null],
  ["GITHUB_OAUTH_CLIENT_ID=pulse", /client id/],
  [`GITHUB_OAUTH_CLIENT_SECRET=${hex(40)}`, null],
  [`GITHUB_OAUTH_CLIENT_SECRET=${hex(39)}`, /40 digits/],
  [`GITHUB_TOKEN=ghp_${mixed(36)}`, null],
  ["GITHUB_TOKEN=hello-there", /token of GitHub/],
  [`POSTGRES_URL=${databaseAt("c:6543", "d")}`, null],
  ["POSTGRES_URL=mysql://a:b@c:3306/d", /postgresql/],
  [`POSTGRES_URL=${databaseAt("c:6543", "")}`, /postgresql/],
  [`POSTGRES_DIRECT_URL=${databaseAt("c:5432", "d")}`, null],
  [`POSTGRES_DIRECT_URL=${databaseAt("c:6543", "d")}`, /6543/],
  ["MCP_SERVER_URL=http://pulse-hub-mcp:8080", null],
  ["MCP_SERVER_URL=${pulse-hub-mcp.PRIVATE_URL}", null],
  ["MCP_SERVER_URL=pulse-hub-mcp:8080", /address/],
  [`SUPABASE_SERVICE_ROLE_KEY=${jwt({ role: "service_role" })}`, null],
  [`SUPABASE_SERVICE_ROLE_KEY=${jwt({ role: "anon" })}`, /service_role/],
  [`NEXT_PUBLIC_SUPABASE_ANON_KEY=${jwt({ role: "anon" })}`, null],
  [`NEXT_PUBLIC_SUPABASE_ANON_KEY=${jwt({ role: "service_role" })}`, /every browser/],
  [`NEXT_PUBLIC_X=ghp_${mixed(36)}`, /every browser/],
  ["SOMETHING_OF_OURS=whatever", null],
];

test.each(judged)("%s is judged by what it would do", (text, cause) => {
  const { findings } = checkEnvFile("web.env", text);

  if (cause === null) expect(findings).toEqual([]);
  else expect(findings.map((finding) => finding.cause)).toEqual([expect.stringMatching(cause)]);
});

test("each finding says file, line and column, in their order", () => {
  const text = "# web\nA=1\nB=<b>\n C =2\nA=3\n";

  expect(checkEnvFile("infra/web.env", text).findings).toEqual([
    expect.objectContaining({ file: "infra/web.env", line: 3, column: 3, code: "ENV_VAR_MISSING", severity: "error" }),
    expect.objectContaining({ line: 4, code: "ENV_VAR_PARSE_ERROR", cause: expect.stringContaining("space") }),
    expect.objectContaining({ line: 5, column: 1, code: "ENV_VAR_PARSE_ERROR", fix: "delete one of the two" }),
  ]);
});

test("no value is in what is said of it", () => {
  const value = "hunter2-and-more$x";

  expect(JSON.stringify(checkEnvFile("web.env", `NEXTAUTH_SECRET=${value}`).findings)).not.toContain("hunter2");
});
