import type { ProblemCode } from "./problem-code.ts";

export type ProblemAdvice = {
  /** What people see. */
  readonly symptom: string;
  readonly cause: string;
  /** What to look at, and with which command. */
  readonly diagnosis: string;
  readonly fix: string;
};

/** What docs/deploy.md says of each code. */
export const problemGuide: Readonly<Record<ProblemCode, ProblemAdvice>> = {
  OAUTH_REDIRECT_404: {
    symptom: "After signing in at GitHub people get 404, or GitHub says that redirect_uri does not match",
    cause: "the callback answers 404, or NEXTAUTH_URL is another address than the one that people use",
    diagnosis:
      "the smoke test follows the sign-in to GitHub and compares redirect_uri; ./pulse deploy apply says what it found",
    fix: "set NEXTAUTH_URL to the public address, and register it with /api/auth/callback/github in the OAuth app at GitHub",
  },
  OAUTH_CLIENT_INVALID: {
    symptom: "GitHub sends people back, and signing in fails all the same",
    cause:
      "GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET do not belong together; GitHub answers 200 with an error in it",
    diagnosis: "./pulse deploy check with the env file exchanges a code that is none, and reads which error comes back",
    fix: "make a new client secret in the OAuth app at GitHub, and deploy it in the env file",
  },
  ENV_VAR_PARSE_ERROR: {
    symptom: "a value arrives cut off, with quotes around it, or not at all",
    cause:
      "a line that is none, a name twice, quotes without an end, or what a shell, dotenv and the platform read differently: #, spaces, $, Windows line ends",
    diagnosis: "./pulse deploy check --env SERVICE=FILE names the line and column",
    fix: "write it as the finding says",
  },
  ENV_VAR_MISSING: {
    symptom: "a service stops right after its start, or a plan is refused",
    cause: "a value is empty, still what a template says, or a secret that neither spec, env file nor platform holds",
    diagnosis:
      "the log says which settings are not usable: ./pulse deploy logs --type run; check and plan name it beforehand",
    fix: "put it into the env file of that service",
  },
  ENV_VAR_INVALID: {
    symptom: "a service refuses its settings, or a secret is in every browser",
    cause:
      "not what a value of this name looks like: a port, an address, a token of GitHub, a key of Supabase; or a secret under NEXT_PUBLIC_",
    diagnosis: "./pulse deploy check --env SERVICE=FILE names the line and column",
    fix: "put in a value of that form; change a secret that was given away",
  },
  PORT_MISMATCH: {
    symptom: "the service writes that it listens, and its health check fails",
    cause: "it listens on another port than the spec names, or on 127.0.0.1, where the platform cannot reach it",
    diagnosis:
      "the log has the line with the port; ./pulse deploy check compares http_port, PORT and health_check.port",
    fix: "let it listen on 0.0.0.0 and on http_port",
  },
  SPEC_VALIDATION_ERROR: {
    symptom: "the update is refused at once",
    cause: "a key or value that the platform does not know, or a spec of another app",
    diagnosis: "./pulse deploy check --spec FILE says where and what was meant",
    fix: "correct the spec there",
  },
  HEALTH_CHECK_TIMEOUT: {
    symptom: "the step wait of a service ends with DeployContainerHealthChecksFailed",
    cause: "it did not answer its health check in time, and its log gives no reason",
    diagnosis: "./pulse deploy logs --run N has what it wrote",
    fix: "mend its start; for a slow one raise failure_threshold: initial delay + threshold × period has to cover it",
  },
  DEPLOYMENT_ROLLBACK: {
    symptom: "what ran before runs again, and no step says why",
    cause: "the platform went back by itself",
    diagnosis: "./pulse deploy logs --run N; what runs now was verified, and the outcome says so",
    fix: "find the reason in the logs before deploying again",
  },
  SERVICE_UNAVAILABLE: {
    symptom: "the deployment is ACTIVE, and people get errors",
    cause: "a part is unhealthy, has too few instances ready, or does not answer as it should",
    diagnosis: "./pulse deploy health, and /api/health of the app, name the part",
    fix: "read its log, or go back: ./pulse deploy rollback --last",
  },
  DATABASE_CONNECTION_ERROR: {
    symptom: "/api/ready answers 503, or a service stops at its start",
    cause: "the database is asleep, POSTGRES_URL is wrong, the password was changed, or there are no connections left",
    diagnosis:
      "./pulse deploy check with the env file asks the database, and tells a wrong name from a refused password",
    fix: "correct POSTGRES_URL, or wake the database up; then apply again",
  },
  GITHUB_API_RATE_LIMIT: {
    symptom: "a plan cannot say which commit shall run",
    cause: "the hour's requests to GitHub are used up",
    diagnosis: "./pulse connection list shows what is left",
    fix: "wait until the limit starts anew, or connect a token of its own",
  },
  DATABASE_MIGRATION_ERROR: {
    symptom: "the job before the deployment fails",
    cause: "a migration stopped; nothing of the new version runs",
    diagnosis: "./pulse deploy logs --run N, and ./pulse db status against that database",
    fix: "mend the migration and apply again",
  },
  SUPERSET_INIT_TIMEOUT: {
    symptom: "the health check of Superset fails while its log shows migrations",
    cause: "its first start takes longer than its health check allows",
    diagnosis: "the last lines of its log are part of the outcome",
    fix: "raise failure_threshold of its health check",
  },
  DEPLOYMENT_TIMEOUT: {
    symptom: "a phase takes far longer than ever",
    cause: "the platform hangs, or a build runs into its hour",
    diagnosis: "the outcome names the phase and how long it took; the deployment was cancelled",
    fix: "apply again; if it hangs there again, ask DigitalOcean's support",
  },
  RESOURCE_QUOTA_EXCEEDED: {
    symptom: "the update is refused with words about a limit",
    cause: "the account has as many apps, instances or components as it may",
    diagnosis: "the outcome has the platform's words",
    fix: "use less, or ask for a higher limit",
  },
  APP_PINNED: {
    symptom: "a plan is refused, and pushes do nothing",
    cause: "a rollback is neither kept nor undone",
    diagnosis: "./pulse deploy status says since when",
    fix: "./pulse deploy rollback --commit or ./pulse deploy rollback --revert",
  },
  BUILD_FAILED: {
    symptom: "a step of build fails",
    cause: "the code, the Dockerfile or a source that was not to be had",
    diagnosis: "./pulse deploy logs --run N --type build",
    fix: "mend the build and apply again",
  },
  BUILD_OUT_OF_MEMORY: {
    symptom: "the build ends with BuildJobOutOfMemory",
    cause: "it uses more memory than the platform's builders have",
    diagnosis: "./pulse deploy logs --run N --type build",
    fix: "let it use less, or build an image elsewhere and deploy its digest",
  },
  DEPLOYMENT_CANCELLED: {
    symptom: "a deployment ends without having run",
    cause: "somebody cancelled it",
    diagnosis: "./pulse deploy history",
    fix: "apply again when it is wanted",
  },
  DEPLOYMENT_SUPERSEDED: {
    symptom: "a run ends neither well nor badly",
    cause: "another deployment overtook it: a push with deploy_on_push, or somebody at the platform's own pages",
    diagnosis: "./pulse deploy status",
    fix: "set deploy_on_push to false where you deploy from here",
  },
  DEPLOY_LOCKED: {
    symptom: "a run is refused with somebody's name",
    cause: "they deploy the app, or began to",
    diagnosis: "./pulse deploy status says who, why and until when",
    fix: "wait, or go on in their place with --take-over",
  },
  PLAN_OUTDATED: {
    symptom: "a run is refused because of an earlier one",
    cause: "that one was stopped while it asked for another deployment",
    diagnosis: "./pulse deploy history",
    fix: "begin it again as it was, or give it up: ./pulse deploy cancel",
  },
  PLATFORM_UNREACHABLE: {
    symptom: "a command ends in the middle",
    cause: "App Platform is away, or its limit of requests is used up",
    diagnosis: "the message has its answer",
    fix: "run the same command again: it goes on where it was",
  },
  ROLLBACK_INVALID: {
    symptom: "a rollback is refused before anything moves",
    cause: "the platform will not go back there: too old, never ran, another region, other databases",
    diagnosis: "the plan has its reason: ./pulse deploy rollback --to ID --dry-run",
    fix: "choose another, or ./pulse deploy rollback --full",
  },
  SOURCE_NOT_PINNABLE: {
    symptom: "a rollback of one service is refused",
    cause: "nothing names exactly what it ran: an image by tag, or a source without a commit",
    diagnosis: "the plan says which",
    fix: "roll back the whole app, and deploy images by digest from now on",
  },
  WRONG_VERSION_RUNS: {
    symptom: "everything is green, and the change is not there",
    cause: "the platform built or kept another commit than the one that was wanted",
    diagnosis: "./pulse deploy status shows the commits that run",
    fix: "apply again, or go back: ./pulse deploy rollback --last",
  },
};
