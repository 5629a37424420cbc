/**
 * Whether the Dockerfiles build, and whether what they hold starts, is healthy and is nobody special. On stand-in base images, since no
 * registry is at hand: that Node's official image fits, and that a registry has the packages, is not proven by it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { startEmbeddedPostgres } from "@pulse/db";
import { z } from "zod";

import { buildah } from "./images/buildah.ts";
import { makeBase } from "./images/make-base.ts";
import { runImage, runOnce } from "./images/run-image.ts";
import { createReport, secondsSince, type Measure, type Report } from "./report.ts";

const root = path.join(import.meta.dirname, "..");
const base = "localhost/pulse-bench-node";

const images = [
  { name: "worker", portName: "WORKER_PORT", env: {} },
  { name: "mcp", portName: "PORT", env: { MCP_HOSTS: "pulse-hub-mcp" } },
  {
    name: "web",
    portName: "PORT",
    env: {
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: "of a bench that keeps nothing and is thrown away",
      GITHUB_OAUTH_CLIENT_ID: "bench",
      GITHUB_OAUTH_CLIENT_SECRET: "bench",
    },
  },
] as const;

export async function benchImages({
  isSmallOnly,
  say,
}: {
  readonly isSmallOnly: boolean;
  readonly say: (text: string) => void;
}): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse-bench-images-"));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "data"), label: "./pulse bench images" });
  const measures: Measure[] = [];
  const made: string[] = [];
  try {
    say("base image from Debian's packages");
    makeBase({ folder: path.join(folder, "base"), image: base });
    made.push(base);
    for (const { name, portName, env } of images.filter((image) => !isSmallOnly || image.name === "worker")) {
      say(`${name}: building`);
      const image = `localhost/pulse-bench-${name}`;
      const startedAt = performance.now();
      build(name, image);
      made.push(image);
      measures.push({ name: `${name}: built`, unit: "s", value: secondsSince(startedAt) });
      measures.push({ name: `${name}: image, less its base`, unit: "MB", value: sizeOf(image) - sizeOf(base) });
      const settings = { POSTGRES_URL: postgres.url, POSTGRES_DIRECT_URL: postgres.url, ...env };
      if (name === "worker") {
        say("worker: migrating, as the job before a deployment does");
        runOnce(image, { env: settings, command: ["node", "apps/cli/src/main.ts", "db", "migrate"] });
      }
      say(`${name}: starting`);
      const healthy = await runImage(image, { env: settings, portName });
      measures.push({ name: `${name}: healthy after its start`, unit: "s", value: healthy.seconds });
      if (healthy.userId !== 1000) throw new Error(`${name} runs as user ${healthy.userId}, not as 1000`);
    }
    return {
      ...createReport("images", measures, [
        "Built by buildah on a stand-in for Node's official image, with packages from this checkout instead of a registry",
      ]),
      verdict: {
        holds: true,
        text: "What was built starts, is healthy by its own health check, and runs as user 1000",
      },
    };
  } finally {
    await postgres.stop();
    for (const image of made.toReversed()) buildah(["rmi", "--force", image]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(name: string, image: string): void {
  const made = ["--format", "docker", "--tag", image, "--build-arg", `NODE_IMAGE=${base}`];
  const from = ["--volume", `${root}:/checkout:ro`, "--file", path.join(root, "docker", `Dockerfile.${name}`), root];
  buildah(["build", ...made, ...from]);
}

function sizeOf(image: string): number {
  const [found] = z.array(z.object({ size: z.string() })).parse(JSON.parse(buildah(["images", "--json", image])));
  return toMegabytes(found?.size ?? "");
}

/** As buildah writes sizes: `1.2 GB`. */
function toMegabytes(text: string): number {
  const [, number = "", unit = ""] = /^([\d.]+)\s*([kMG]?)B$/.exec(text) ?? [];
  return Number(number) * ({ k: 0.001, M: 1, G: 1000 }[unit] ?? 0.000_001);
}
