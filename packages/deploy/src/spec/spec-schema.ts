// What an App Platform spec may hold: the union of DigitalOcean's OpenAPI description and godo, which disagree. Strict: a key that neither
// knows is a slip of the pen, and the platform would pass over it.
import { z } from "zod";

const count = z.int().nonnegative();
const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
    "is 2 to 32 small letters, digits and -, begins with a letter, and does not end with -",
  );
const port = z.int().min(1).max(65_535);

const env = z.strictObject({
  key: z.string().regex(/^[_A-Za-z][_A-Za-z0-9]*$/, "holds other than letters, digits and _"),
  value: z.string().optional(),
  scope: z.enum(["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"]).optional(),
  type: z.enum(["GENERAL", "SECRET"]).optional(),
});

const branchSource = z.strictObject({
  repo: z.string(),
  branch: z.string().optional(),
  deploy_on_push: z.boolean().optional(),
});
const image = z.strictObject({
  registry_type: z.enum(["DOCKER_HUB", "DOCR", "GHCR"]),
  registry: z.string().optional(),
  registry_credentials: z.string().optional(),
  repository: z.string(),
  tag: z.string().optional(),
  digest: z.string().optional(),
  deploy_on_push: z.strictObject({ enabled: z.boolean().optional() }).optional(),
});

const alertWindow = z.enum(["UNSPECIFIED_WINDOW", "FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"]);
const alert = z.strictObject({
  rule: z.enum([
    "DEPLOYMENT_FAILED",
    "DEPLOYMENT_LIVE",
    "DEPLOYMENT_STARTED",
    "DEPLOYMENT_CANCELED",
    "DOMAIN_FAILED",
    "DOMAIN_LIVE",
    "AUTOSCALE_FAILED",
    "AUTOSCALE_SUCCEEDED",
    "CPU_UTILIZATION",
    "MEM_UTILIZATION",
    "RESTART_COUNT",
    "REQUESTS_PER_SECOND",
    "REQUEST_DURATION_P95_MS",
    "JOB_INVOCATION_FAILED",
  ]),
  disabled: z.boolean().optional(),
  operator: z.enum(["UNSPECIFIED_OPERATOR", "GREATER_THAN", "LESS_THAN"]).optional(),
  value: z.number().optional(),
  window: alertWindow.optional(),
});

const logDestination = z.strictObject({
  name: z.string(),
  papertrail: z.strictObject({ endpoint: z.string() }).optional(),
  datadog: z.strictObject({ endpoint: z.string().optional(), api_key: z.string() }).optional(),
  logtail: z.strictObject({ token: z.string().optional() }).optional(),
  open_search: z
    .strictObject({
      endpoint: z.string().optional(),
      basic_auth: z.strictObject({ user: z.string().optional(), password: z.string().optional() }).optional(),
      index_name: z.string().optional(),
      cluster_name: z.string().optional(),
    })
    .optional(),
});

const stringMatch = z.strictObject({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  regex: z.string().optional(),
});
const cors = z.strictObject({
  allow_origins: z.array(stringMatch).optional(),
  allow_methods: z.array(z.string()).optional(),
  allow_headers: z.array(z.string()).optional(),
  expose_headers: z.array(z.string()).optional(),
  max_age: z.string().optional(),
  allow_credentials: z.boolean().optional(),
});
const route = z.strictObject({ path: z.string().optional(), preserve_path_prefix: z.boolean().optional() });

const healthCheck = z.strictObject({
  http_path: z.string().startsWith("/").optional(),
  path: z.string().optional(),
  port: port.optional(),
  initial_delay_seconds: count.max(3600).optional(),
  period_seconds: z.int().min(1).max(300).optional(),
  timeout_seconds: z.int().min(1).max(120).optional(),
  success_threshold: z.int().min(1).max(50).optional(),
  failure_threshold: z.int().min(1).max(50).optional(),
});

const termination = z.strictObject({
  drain_seconds: z.int().min(1).max(110).optional(),
  grace_period_seconds: z.int().min(1).max(600).optional(),
});

const autoscaling = z.strictObject({
  min_instance_count: count.optional(),
  max_instance_count: count.optional(),
  metrics: z.record(z.string(), z.unknown()).optional(),
});

const source = {
  git: z.strictObject({ repo_clone_url: z.string(), branch: z.string().optional() }).optional(),
  github: branchSource.optional(),
  gitlab: branchSource.optional(),
  bitbucket: branchSource.optional(),
  image: image.optional(),
  dockerfile_path: z.string().optional(),
  build_command: z.string().optional(),
  run_command: z.string().optional(),
  source_dir: z.string().optional(),
  environment_slug: z.string().optional(),
};

const component = {
  name,
  ...source,
  envs: z.array(env).optional(),
  log_destinations: z.array(logDestination).optional(),
};
const running = {
  ...component,
  instance_count: z.int().min(1).optional(),
  instance_size_slug: z.string().optional(),
  alerts: z.array(alert).optional(),
  termination: termination.optional(),
};

const service = z.strictObject({
  ...running,
  autoscaling: autoscaling.optional(),
  inactivity_sleep: z.strictObject({ after_seconds: count.optional() }).optional(),
  cors: cors.optional(),
  health_check: healthCheck.optional(),
  liveness_health_check: healthCheck.optional(),
  protocol: z.enum(["HTTP", "HTTP2"]).optional(),
  http_port: port.optional(),
  internal_ports: z.array(port).optional(),
  routes: z.array(route).optional(),
});

const worker = z.strictObject({
  ...running,
  autoscaling: autoscaling.optional(),
  liveness_health_check: healthCheck.optional(),
});

const job = z.strictObject({
  ...running,
  kind: z.enum(["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"]).optional(),
  schedule: z.strictObject({ cron: z.string(), time_zone: z.string().optional() }).optional(),
  timeout: z.string().optional(),
});

const staticSite = z.strictObject({
  ...component,
  index_document: z.string().optional(),
  error_document: z.string().optional(),
  catchall_document: z.string().optional(),
  output_dir: z.string().optional(),
  cors: cors.optional(),
  routes: z.array(route).optional(),
});

const functions = z.strictObject({
  ...component,
  cors: cors.optional(),
  routes: z.array(route).optional(),
  alerts: z.array(alert).optional(),
});

const database = z.strictObject({
  name,
  engine: z.enum(["UNSET", "MYSQL", "PG", "REDIS", "MONGODB", "KAFKA", "OPENSEARCH", "VALKEY"]).optional(),
  version: z.string().optional(),
  production: z.boolean().optional(),
  cluster_name: z.string().optional(),
  db_name: z.string().optional(),
  db_user: z.string().optional(),
  size: z.string().optional(),
  num_nodes: count.optional(),
});

const domain = z.strictObject({
  domain: z.string(),
  type: z.enum(["UNSPECIFIED", "DEFAULT", "PRIMARY", "ALIAS"]).optional(),
  wildcard: z.boolean().optional(),
  zone: z.string().optional(),
  minimum_tls_version: z.enum(["1.2", "1.3"]).optional(),
  certificate: z.string().optional(),
});

const ingressRule = z.strictObject({
  match: z.strictObject({ path: stringMatch.optional(), authority: stringMatch.optional() }).optional(),
  component: z
    .strictObject({
      name: z.string(),
      preserve_path_prefix: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
      rewrite: z.string().optional(),
    })
    .optional(),
  redirect: z
    .strictObject({
      uri: z.string().optional(),
      authority: z.string().optional(),
      port: port.optional(),
      scheme: z.string().optional(),
      redirect_code: z.int().optional(),
    })
    .optional(),
  cors: cors.optional(),
});

export const specSchema = z.strictObject({
  name,
  region: z.enum(["atl", "nyc", "sfo", "tor", "ams", "fra", "lon", "blr", "sgp", "syd"]).optional(),
  features: z.array(z.string()).optional(),
  envs: z.array(env).optional(),
  alerts: z.array(alert).optional(),
  domains: z.array(domain).optional(),
  services: z.array(service).optional(),
  static_sites: z.array(staticSite).optional(),
  workers: z.array(worker).optional(),
  jobs: z.array(job).optional(),
  functions: z.array(functions).optional(),
  databases: z.array(database).optional(),
  ingress: z
    .strictObject({
      rules: z.array(ingressRule).optional(),
      load_balancer: z.string().optional(),
      load_balancer_size: count.optional(),
      secure_header: z.strictObject({ key: z.string(), value: z.string() }).optional(),
      custom_error_page_url: z.string().optional(),
    })
    .optional(),
  egress: z.strictObject({ type: z.enum(["AUTOASSIGN", "DEDICATED_IP"]).optional() }).optional(),
  maintenance: z
    .strictObject({
      enabled: z.boolean().optional(),
      archive: z.boolean().optional(),
      offline_page_url: z.string().optional(),
    })
    .optional(),
  vpc: z.strictObject({ id: z.string().optional(), egress_ips: z.array(z.unknown()).optional() }).optional(),
  disable_edge_cache: z.boolean().optional(),
  disable_email_obfuscation: z.boolean().optional(),
  enhanced_threat_control_enabled: z.boolean().optional(),
});

export type AppSpec = z.output<typeof specSchema>;
export type ServiceSpec = z.output<typeof service>;
export type EnvSpec = z.output<typeof env>;

/** What a place in a spec may hold, to tell which key a slip of the pen meant: the keys of the object at `path`. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = specSchema;
  for (const step of path) {
    schema = unwrap(schema);
    if (schema instanceof z.ZodArray) schema = schema.element;
    else if (schema instanceof z.ZodObject && typeof step === "string") schema = schema.shape[step];
    else return [];
  }
  schema = unwrap(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const unwrap = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? schema.unwrap() : schema);
