import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { identifyProcess } from "@pulse/kit";
import { afterEach, expect, test } from "vitest";

import { startService, type Service, type ServiceSpec } from "./start-service.ts";
import { webNodeFlags } from "./web-node-flags.ts";

let services: Service[] = [];

afterEach(() => {
  for (const service of services) service.kill();
  services = [];
});

type Watched = {
  readonly lines: string[];
  readonly said: string[];
  readonly restarted: Promise<void>;
  readonly start: (behaviour: string, spec?: Partial<ServiceSpec>) => Promise<Service>;
};

function watch(signal = new AbortController().signal): Watched {
  const lines: string[] = [];
  const said: string[] = [];
  const { promise: restarted, resolve } = Promise.withResolvers<void>();
  return {
    lines,
    said,
    restarted,
    start: async (behaviour, spec = {}) => {
      const service = await startService(
        { signal, onLine: (line) => lines.push(line), say: (text) => said.push(text), onRestart: resolve },
        {
          name: "fixture",
          script: path.resolve(import.meta.dirname, "../../test/fixtures/service.ts"),
          cwd: import.meta.dirname,
          env: { NODE_ENV: "test", PULSE_FIXTURE: behaviour },
          restart: { firstPauseMs: 1, longestPauseMs: 10 },
          ...spec,
        },
      );
      services.push(service);
      return service;
    },
  };
}

test("a service is started when it says where it listens, and its lines are passed on", async () => {
  const watched = watch();

  const service = await watched.start("");

  expect(await (await fetch(service.url)).text()).toBe(String(service.pid()));
  expect(watched.lines.join()).toContain("listening");
});

test("what web may take of memory is told to Node, and taken", async () => {
  const watched = watch();

  const service = await watched.start("", { nodeFlags: webNodeFlags });

  expect(await (await fetch(`${service.url}/flags`)).text()).toContain(webNodeFlags.join(" "));
});

test("one that ends while it starts is told with its exit code, and what it said is not lost", async () => {
  const watched = watch();

  await expect(watched.start("fails at start")).rejects.toThrow(/ended while it was starting \(exit code 3\)/);
  expect(watched.lines).toContain("planted failure");
});

test("one that stays silent is given up and ended", async () => {
  const watched = watch();

  await expect(watched.start("says nothing", { readyLimitMs: 700 })).rejects.toThrow(/did not start within 0.7 s/);
});

test("Ctrl-C does not wait for one that starts", async () => {
  await expect(watch(AbortSignal.abort()).start("says nothing")).rejects.toThrow(/stopped while it was starting/);
});

test("one that dies later is started again, and people are told", async () => {
  const watched = watch();
  const service = await watched.start("");
  const before = service.pid();

  await fetch(`${service.url}/die`).catch(() => undefined);
  await watched.restarted;

  expect(service.pid()).not.toBe(before);
  expect(watched.said[0]).toMatch(/fixture ended unexpectedly \(exit code 9\); starting it again/);
});

test("stop lets it drain, and it is not started again", async () => {
  const watched = watch();
  const service = await watched.start("");
  const pid = service.pid();

  await service.stop();

  expect(watched.lines).toContain("drained");
  expect(watched.said).toEqual([]);
  expect(identifyProcess(pid)).toBeNull();
});

test("kill ends even one that does not want to", async () => {
  const watched = watch();
  const service = await watched.start("stubborn");
  const pid = service.pid();
  const stopped = service.stop();

  service.kill();
  await stopped;

  while (identifyProcess(pid) !== null) await delay(5);
  expect(watched.said).toEqual([]);
});
