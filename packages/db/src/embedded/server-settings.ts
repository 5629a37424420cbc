/** For a laptop that does other things too; the server listens on the loopback interface only and on no socket. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "128MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "64MB",
  max_wal_size: "1GB",
  min_wal_size: "80MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  random_page_cost: "1.1",
  // Queries here are many and short; compiling them costs more than it saves.
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] %u@%d %a ",
  log_min_duration_statement: "2s",
};

/** As arguments of the `postgres` program; `overrides` win. */
export function serverArguments(input: {
  readonly dataDir: string;
  readonly port: number;
  readonly overrides: Readonly<Record<string, string>>;
}): readonly string[] {
  const all = { ...settings, port: String(input.port), ...input.overrides };
  return ["-D", input.dataDir, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}
