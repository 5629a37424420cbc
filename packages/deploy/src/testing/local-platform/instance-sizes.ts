// The price list as DigitalOcean's API description gives it by example: id, vCPUs, GiB, dollars a month.
const rows = [
  ["apps-s-1vcpu-0.5gb", 1, 0.5, 5, "SHARED", true],
  ["apps-s-1vcpu-1gb-fixed", 1, 1, 10, "SHARED", true],
  ["apps-s-1vcpu-1gb", 1, 1, 12, "SHARED", false],
  ["apps-s-1vcpu-2gb", 1, 2, 25, "SHARED", false],
  ["apps-s-2vcpu-4gb", 2, 4, 50, "SHARED", false],
  ["apps-d-1vcpu-0.5gb", 1, 0.5, 29, "DEDICATED", false],
  ["apps-d-1vcpu-1gb", 1, 1, 34, "DEDICATED", false],
  ["apps-d-1vcpu-2gb", 1, 2, 39, "DEDICATED", false],
  ["apps-d-1vcpu-4gb", 1, 4, 49, "DEDICATED", false],
  ["apps-d-2vcpu-4gb", 2, 4, 78, "DEDICATED", false],
  ["apps-d-2vcpu-8gb", 2, 8, 98, "DEDICATED", false],
  ["basic-xxs", 1, 0.5, 5, "SHARED", true],
  ["basic-xs", 1, 1, 10, "SHARED", true],
  ["basic-s", 1, 2, 20, "SHARED", false],
  ["basic-m", 2, 4, 40, "SHARED", false],
] as const;

/** The month that is billed has 28 days. */
const secondsPerMonth = 28 * 24 * 60 * 60;

export const instanceSizes = rows.map(([slug, cpus, gib, usd, cpuType, isSingleOnly]) => ({
  name: slug,
  slug,
  cpu_type: cpuType,
  cpus: String(cpus),
  memory_bytes: String(gib * 2 ** 30),
  usd_per_month: usd.toFixed(2),
  usd_per_second: (usd / secondsPerMonth).toFixed(12),
  tier_slug: cpuType === "SHARED" ? "basic" : "professional",
  scalable: !isSingleOnly,
  single_instance_only: isSingleOnly,
  deprecation_intent: slug.startsWith("basic-"),
  bandwidth_allowance_gib: "50",
}));
