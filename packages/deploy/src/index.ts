export { checkEnvFile } from "./env-file/check-env-file.ts";
export { checkSpec } from "./spec/check-spec.ts";
export type { Finding } from "./finding.ts";
