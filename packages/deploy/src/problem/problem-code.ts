/**
 * What can be wrong with a deployment, as the operating procedure calls it, and what the procedure has no word for. docs/deploy.md has
 * symptom, cause, diagnosis and fix of each.
 */
export type ProblemCode =
  | "OAUTH_REDIRECT_404"
  | "OAUTH_CLIENT_INVALID"
  | "ENV_VAR_PARSE_ERROR"
  | "ENV_VAR_MISSING"
  | "PORT_MISMATCH"
  | "SPEC_VALIDATION_ERROR"
  | "HEALTH_CHECK_TIMEOUT"
  | "DEPLOYMENT_ROLLBACK"
  | "SERVICE_UNAVAILABLE"
  | "DATABASE_CONNECTION_ERROR"
  | "GITHUB_API_RATE_LIMIT"
  | "DATABASE_MIGRATION_ERROR"
  | "SUPERSET_INIT_TIMEOUT"
  | "DEPLOYMENT_TIMEOUT"
  | "RESOURCE_QUOTA_EXCEEDED"
  | "APP_PINNED"
  | "BUILD_FAILED"
  | "BUILD_OUT_OF_MEMORY"
  | "DEPLOYMENT_CANCELLED"
  | "DEPLOYMENT_SUPERSEDED"
  | "DEPLOY_LOCKED"
  | "PLAN_OUTDATED"
  | "PLATFORM_UNREACHABLE"
  | "ROLLBACK_INVALID"
  | "SOURCE_NOT_PINNABLE"
  | "WRONG_VERSION_RUNS";
