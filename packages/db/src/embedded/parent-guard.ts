import { spawn } from "node:child_process";

// Waits for the end of its input, which comes when we are gone in whatever way, and then stops the server of that folder.
const script = `read -r word
[ "$word" = stopped ] && exit 0
[ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill -INT "$1"`;

/** A tiny process that stops the server when ours was killed. The returned function sends it home. */
export function guardServer(input: { readonly pid: number; readonly dataDir: string }): () => void {
  const guard = spawn("/bin/sh", ["-c", script, "pulse-postgres-guard", String(input.pid), input.dataDir], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a guard everything works but the clean-up after a kill, which the next start does as well.
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  guard.unref();
  return () => {
    guard.stdin.end("stopped\n");
  };
}
