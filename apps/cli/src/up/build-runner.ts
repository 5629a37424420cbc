// Runs the program named first, as `node program …` would, but not longer than the `up` that asked for it: a build that
// outlives a killed parent would write into the next one's.
import { pathToFileURL } from "node:url";

process.on("disconnect", () => {
  process.kill(-process.pid, "SIGKILL");
});
process.channel?.unref();
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1] ?? "").href);
