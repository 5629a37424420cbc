import type { CliEnv } from "./env.ts";
import { findDemoState } from "./up/demo/demo-state.ts";

/** The settings of a command that works in the demo: its own database, keys and GitHub, whatever the environment says. */
export function toDemoEnv(env: CliEnv, home: string): CliEnv {
  const state = findDemoState(home);
  return {
    LOG_LEVEL: env.LOG_LEVEL,
    NO_COLOR: env.NO_COLOR,
    PATH: env.PATH,
    PORT: env.PORT,
    HOST: "127.0.0.1",
    // Before its first start there is no GitHub of the demo, and nothing listens there.
    GITHUB_API_URL: `http://127.0.0.1:${state?.port ?? 9}`,
    DIGITALOCEAN_API_URL: env.DIGITALOCEAN_API_URL,
  };
}
