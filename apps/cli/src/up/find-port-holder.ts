import { readdir, readFile, readlink } from "node:fs/promises";

export type PortHolder = { readonly pid: number; readonly command: string };

const listening = "0A";

/** The process that listens on a port, as far as this system and this user's rights tell; null when they do not. */
export async function findPortHolder(port: number): Promise<PortHolder | null> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return null;
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes)) return { pid: Number(pid), command: await commandOf(pid) };
  }
  return null;
}

async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map(async (table) => await readFile(table, "utf8").catch(() => "")),
  );
  const inodes = tables.flatMap((table) =>
    table.split("\n").flatMap((row) => {
      const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
      return state === listening && local?.endsWith(`:${wanted}`) === true && inode !== undefined ? [inode] : [];
    }),
  );
  return new Set(inodes);
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const descriptor of await readdir(folder).catch(() => [])) {
    const target = await readlink(`${folder}/${descriptor}`).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

async function commandOf(pid: string): Promise<string> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const words = commandLine.split("\0").join(" ").trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}
