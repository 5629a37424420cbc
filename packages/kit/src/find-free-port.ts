import { createServer } from "node:net";

const host = "127.0.0.1";

/** The first of `preferred` that nothing listens on, else one that the system picks. */
export async function findFreePort(preferred: readonly number[] = []): Promise<number> {
  for (const port of preferred) {
    const free = await tryListen(port);
    if (free !== null) return free;
  }
  const picked = await tryListen(0);
  if (picked === null) throw new Error("The system offers no free port on the loopback interface");
  return picked;
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
