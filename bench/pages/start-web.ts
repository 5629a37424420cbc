import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createSignInLink } from "@pulse/actions";
import { connect } from "@pulse/db";
import { findFreePort, systemClock } from "@pulse/kit";

import { childEnv } from "../../apps/cli/src/env.ts";
import { ensureWebBuild } from "../../apps/cli/src/up/ensure-web-build.ts";
import { startService } from "../../apps/cli/src/up/start-service.ts";
import { serviceScripts } from "../../apps/cli/src/up/start-services.ts";
import { signInLink } from "../../apps/cli/src/up/sign-in-link.ts";
import { webNodeFlags } from "../../apps/cli/src/up/web-node-flags.ts";
import { openSession, type SessionCookie } from "../../e2e/product/open-session.ts";

export type StartedWeb = {
  readonly url: string;
  /** Of the local owner. */
  readonly session: SessionCookie;
  /** What of its memory the process holds in RAM, as the system counts it. */
  readonly readRssMb: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

const root = path.join(import.meta.dirname, "../..");

/** The web process of `up`, of a production build made when it is missing, in front of a database that runs already. */
export async function startWeb(input: {
  readonly databaseUrl: string;
  readonly say: (text: string) => void;
}): Promise<StartedWeb> {
  const home = await mkdtemp(path.join(tmpdir(), "pulse-bench-web-"));
  const { signal } = new AbortController();
  await ensureWebBuild({ root, home, signal, log: input.say });
  const port = await findFreePort();
  const service = await startService(
    {
      signal,
      onLine: (line) => {
        if (/"level":"?(5|6|error|fatal)/.test(line)) input.say(line);
      },
      say: input.say,
      onRestart: () => input.say("web was started again: figures are of two processes"),
    },
    {
      name: "web",
      script: path.join(root, serviceScripts.web),
      nodeFlags: webNodeFlags,
      cwd: root,
      env: childEnv({
        POSTGRES_URL: input.databaseUrl,
        HOST: "127.0.0.1",
        PORT: String(port),
        LOG_LEVEL: "info",
        NODE_ENV: "production",
      }),
    },
  );
  const db = connect({ url: input.databaseUrl, applicationName: "pulse bench", maxConnections: 1 });
  const token = await createSignInLink({ db, clock: systemClock }, "local_owner");
  await db.destroy();
  return {
    url: service.url,
    session: await openSession(signInLink(service.url, token)),
    readRssMb: async () => await readRssMb(service.pid()),
    stop: async () => {
      await service.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function readRssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status does not say how much memory the process holds`);
  return Number(kib) / 1024;
}
