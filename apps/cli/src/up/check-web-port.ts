import { AppError, findFreePort } from "@pulse/kit";

import { findPortHolder } from "./find-port-holder.ts";

/** Throws `conflict` that names who has the port, and one that is free. */
export async function checkWebPort(port: number): Promise<void> {
  if ((await findFreePort([port])) === port) return;
  const holder = await findPortHolder(port);
  const who = holder === null ? "another program" : `process ${holder.pid} (${holder.command})`;
  const free = await findFreePort(Array.from({ length: 20 }, (_, step) => port + 1 + step));
  throw new AppError("conflict", `Port ${port} is used by ${who}. Take another: ./pulse up --port ${free}`);
}
