import type { Platform } from "../platform/platform.ts";
import type { DeployPorts } from "./deploy-ports.ts";
import type { DeployRun } from "./deploy-run.ts";
import type { DeploySettings } from "./gate-settings.ts";

export type RunContext = DeployPorts & {
  readonly platform: Platform;
  readonly settings: DeploySettings;
  /** Whoever shows the run, each time that it has changed. */
  readonly onChange?: (run: DeployRun) => void;
};
