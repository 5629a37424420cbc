import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { AppError } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { command } from "./command.ts";
import { runCli } from "./run-cli.ts";

let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "pulse cli "));
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

const echo = command({
  name: "echo file",
  summary: "Say what was given",
  description: "For these tests.",
  examples: ["./pulse echo file a.json b.json --times 2"],
  args: z.object({
    files: z.array(z.string()).min(1).describe("Files to say").meta({ placeholder: "FILE" }),
    times: z.number().int().min(1).default(1).describe("How often"),
    colour: z.enum(["red", "blue"]).optional(),
    bot: z.array(z.string()).default([]).describe("A login"),
    quietly: z.boolean().default(false),
    withHeader: z.boolean().default(true).describe("Leave the first line out"),
  }),
  positionals: ["files"],
  run: async (ctx, args) => {
    if (ctx.json) ctx.printJson(args);
    else ctx.out(args.files.join(" "));
    ctx.say("talk");
  },
});

const failing = command({
  name: "fail",
  summary: "Fail as asked",
  args: z.object({ how: z.string().describe("refused, bug, code or abort") }),
  positionals: ["how"],
  run: async (_, { how }) => {
    if (how === "refused") throw new AppError("conflict", "It is taken. Take another", { details: { port: 1 } });
    if (how === "bug") throw new TypeError("planted");
    return 1;
  },
});

const where = command({
  name: "where",
  summary: "Say what is worked in",
  args: z.object({}),
  run: async (ctx) => {
    ctx.printJson({ home: ctx.home, isDemo: ctx.isDemo, env: ctx.env });
  },
});

const bare = command({ name: "up", summary: "Start", args: z.object({}), run: async () => undefined });

type Ran = { readonly code: number; readonly out: string; readonly err: string };

async function run(argv: readonly string[], env: Record<string, string> = {}, signal?: AbortSignal): Promise<Ran> {
  const said = { out: "", err: "" };
  const code = await runCli({
    commands: [echo, failing, bare, where],
    argv,
    env: { NODE_ENV: "test", PULSE_HOME: home, ...env },
    root: "/nowhere",
    version: "1.2.3",
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    signal: signal ?? new AbortController().signal,
    force: new AbortController().signal,
  });
  return { code, ...said };
}

test("data goes to stdout, talk to stderr", async () => {
  expect(await run(["echo", "file", "a", "b"])).toEqual({ code: 0, out: "a b\n", err: "talk\n" });
});

test("flags are kebab-case, repeat, negate, take numbers and have defaults; they may stand anywhere", async () => {
  const plain = await run(["echo", "file", "x", "--json"]);

  expect(JSON.parse(plain.out)).toEqual({ files: ["x"], times: 1, bot: [], quietly: false, withHeader: true });
  const given = [
    "--json",
    "echo",
    "file",
    "--times=2",
    "x",
    "--bot",
    "a",
    "--bot",
    "b",
    "--no-with-header",
    "--quietly",
  ];
  expect(JSON.parse((await run(given)).out)).toEqual({
    files: ["x"],
    times: 2,
    bot: ["a", "b"],
    quietly: true,
    withHeader: false,
  });
});

test("what follows -- is never a flag", async () => {
  expect((await run(["echo", "file", "--", "--times"])).out).toBe("--times\n");
});

test.each([
  [["echo", "file"], /FILE is missing/],
  [["echo", "file", "x", "--times", "many"], /--times/],
  [["echo", "file", "x", "--times"], /--times needs a value/],
  [["echo", "file", "x", "--times", "--quietly"], /--times needs a value/],
  [["echo", "file", "x", "--times", "1", "--times", "2"], /given twice/],
  [["echo", "file", "x", "--colour", "green"], /--colour.*red/],
  [["echo", "file", "x", "--tims", "2"], /no flag --tims\. Did you mean --times\?/],
  [["echo", "file", "x", "--quietly=yes"], /takes no value/],
  [["up", "now"], /does not expect "now"/],
  [["echo", "fil"], /no command "echo fil"\. Did you mean: \.\/pulse echo file/],
  [["pu"], /no command "pu"/],
  [["--fast"], /--fast belongs behind a command/],
  [["echo", "--bot", "a", "file", "x"], /--bot belongs behind a command/],
  [["fial"], /Did you mean: \.\/pulse fail/],
])("%j is used wrongly: exit 2, with the reason and the page to read", async (argv, reason) => {
  const ran = await run(argv);

  expect(ran.code).toBe(2);
  expect(ran.out).toBe("");
  expect(ran.err).toMatch(reason);
  expect(ran.err).toMatch(/See: \.\/pulse .*--help/);
});

test("settings that cannot be used are all named at once, exit 2", async () => {
  const ran = await run(["up"], { PORT: "many", LOG_LEVEL: "loud" });

  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(/PORT/);
  expect(ran.err).toMatch(/LOG_LEVEL/);
});

test("a refusal is its message and exit 1; with --json it is one document too", async () => {
  expect(await run(["fail", "refused"])).toEqual({ code: 1, out: "", err: "It is taken. Take another\n" });
  expect(JSON.parse((await run(["fail", "refused", "--json"])).out)).toEqual({
    error: { message: "It is taken. Take another", code: "conflict", details: { port: 1 } },
  });
});

test("a bug is one line with a reference; the stack is in the log", async () => {
  const ran = await run(["fail", "bug"]);
  const reference = /reference (\w+)/.exec(ran.err)?.[1] ?? "none";
  const log = await readFile(path.join(home, "logs", "cli.log"), "utf8");

  expect(ran.code).toBe(1);
  expect(ran.err).not.toContain("planted");
  expect(ran.err.trim().split("\n")).toHaveLength(1);
  expect(log).toContain(reference);
  expect(log).toContain("TypeError: planted");
});

test("a bug whose log cannot be written is shown whole", async () => {
  const ran = await run(["fail", "bug"], { PULSE_HOME: "/dev/null/nowhere" });

  expect(ran.err).toContain("TypeError: planted");
});

test("whatever fails after Ctrl-C was stopped, not broken", async () => {
  expect(await run(["fail", "bug"], {}, AbortSignal.abort())).toEqual({ code: 130, out: "", err: "Stopped.\n" });
});

test("a command's number is the exit code", async () => {
  expect((await run(["fail", "code"])).code).toBe(1);
});

test("no words, --help and help show every command", async () => {
  const pages = await Promise.all([run([]), run(["--help"]), run(["help"]), run(["-h"])]);

  expect(new Set(pages.map((page) => page.out)).size).toBe(1);
  expect(pages[0]).toMatchObject({ code: 0, err: "" });
  expect(pages[0]?.out).toMatch(/Usage: \.\/pulse[^]*up +Start[^]*echo file +Say what was given/);
});

test("a noun alone lists its verbs", async () => {
  expect((await run(["echo"])).out).toMatch(/Usage: \.\/pulse echo <command>[^]*echo file/);
  expect((await run(["echo", "--help"])).out).toBe((await run(["echo"])).out);
});

test("a command's page has usage, flags with defaults, and examples", async () => {
  const page = (await run(["echo", "file", "--help"])).out;

  expect(page).toContain("Usage: ./pulse echo file FILE… [flags]");
  expect(page).toMatch(/--times TIMES +How often \(default: 1\)/);
  expect(page).toMatch(/--colour red\|blue/);
  expect(page).toMatch(/--bot BOT +A login \(repeatable\)/);
  expect(page).toMatch(/--no-with-header +Leave the first line out/);
  expect(page).toContain("Examples:\n  ./pulse echo file a.json b.json --times 2");
  expect((await run(["help", "echo", "file"])).out).toBe(page);
});

test("help for programs is one JSON document", async () => {
  const listed: { commands: { name: string }[] } = JSON.parse((await run(["--help", "--json"])).out);

  expect(listed.commands.map(({ name }) => name)).toEqual(["echo file", "fail", "up", "where"]);
});

test("--version says which", async () => {
  expect((await run(["--version"])).out).toBe("1.2.3\n");
});

test("with --demo everything is the demo's own: its home, and no database, token or GitHub of the environment", async () => {
  const env = {
    POSTGRES_URL: "postgres://me@db.example.org/real",
    GITHUB_TOKEN: "real",
    GITHUB_API_URL: "https://github.example.com/api/v3",
    PULSE_ENCRYPTION_KEYS: "real",
    HOST: "0.0.0.0",
  };

  const own = JSON.parse((await run(["where"], env)).out);
  const demo = JSON.parse((await run(["where", "--demo"], env)).out);

  expect(own).toMatchObject({ home, isDemo: false, env: { POSTGRES_URL: env.POSTGRES_URL } });
  expect(demo).toMatchObject({ home: path.join(home, "demo"), isDemo: true, env: { HOST: "127.0.0.1" } });
  expect(JSON.stringify(demo)).not.toMatch(/real|example/);
});
