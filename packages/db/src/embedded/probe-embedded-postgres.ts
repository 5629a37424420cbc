import { stat } from "node:fs/promises";
import path from "node:path";

import { planLaunch, readLaunchFacts, type Launch } from "./launch.ts";
import { bundledVersion, findNativeBinaries } from "./native-binaries.ts";
import { findDataDir } from "./placement.ts";
import { runProgram } from "./run-program.ts";

/** Whether the server that came with the packages can run here, and how; starts nothing and changes nothing. Throws like the start. */
export async function probeEmbeddedPostgres(input: {
  readonly dataDir: string;
}): Promise<{ readonly launch: Launch["kind"]; readonly hasData: boolean }> {
  const dataDir = await findDataDir(path.resolve(input.dataDir));
  const ownerUid = await stat(dataDir).then(
    ({ uid }) => uid,
    () => null,
  );
  const launch = planLaunch(await readLaunchFacts({ dataDir, ownerUid }));
  const binaries = await findNativeBinaries(bundledVersion);
  // As an account of its own the server may get copies of its programs, so only the programs themselves are tried here.
  await runProgram(launch.kind === "account" ? { kind: "self", prefix: [] } : launch, [binaries.postgres, "--version"]);
  return { launch: launch.kind, hasData: ownerUid !== null };
}
