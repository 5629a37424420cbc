import { randomInt } from "node:crypto";
import { createServer } from "node:net";

const host = "127.0.0.1";
// Below what systems give to whoever asks for any port (Linux from 32768, others from 49152): between this look and the day when somebody
// listens, which may be minutes, no connection and no neighbour is handed the port by chance.
const [lowest, highest] = [20_000, 32_000];
const tries = 100;

/** The first of `preferred` that nothing listens on, else one that the system gives to nobody by itself. */
export async function findFreePort(preferred: readonly number[] = []): Promise<number> {
  const drawn = Array.from({ length: tries }, () => randomInt(lowest, highest));
  for (const port of [...preferred, ...drawn, 0]) {
    const free = await tryListen(port);
    if (free !== null) return free;
  }
  throw new Error("The system offers no free port on the loopback interface");
}

async function tryListen(port: number): Promise<number | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(null);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(address !== null && typeof address === "object" ? address.port : null);
      });
    });
  });
}
