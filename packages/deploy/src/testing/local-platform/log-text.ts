import type { WorldDeployment } from "./world.ts";

/** What a component wrote, as the script of its deployment says, or what such a component would. */
export function logText(deployment: WorldDeployment, component: string, type: string): string {
  const told = deployment.script.logs?.[`${component} ${type}`];
  if (told !== undefined) return told;
  if (type === "BUILD") return `${component} build: cloning\n${component} build: done\n`;
  return `${component} starting\n${component} listening on 0.0.0.0\n`;
}
