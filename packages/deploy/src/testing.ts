/** For tests and benchmarks: an App Platform on this machine. */
export { startLocalPlatform, type LocalPlatform } from "./testing/local-platform/start-local-platform.ts";
export { healthBody } from "./testing/local-platform/start-local-site.ts";
export type { Script } from "./testing/local-platform/script.ts";
