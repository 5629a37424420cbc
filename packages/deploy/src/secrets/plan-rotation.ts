import { AppError, nearest } from "@pulse/kit";

/** One thing to do, and by what one sees that it is done before the next. Commands are for a shell in the checkout. */
type RotationStep = { readonly what: string; readonly command: string | null; readonly check: string };

export type RotationPlan = {
  readonly secret: string;
  /** Names of settings that change together. */
  readonly names: readonly string[];
  /** Who reads it: the env file of each is changed. */
  readonly programs: readonly Program[];
  /** What people notice meanwhile. */
  readonly effect: string;
  readonly steps: readonly RotationStep[];
};

type Program = "web" | "mcp" | "worker" | "migrate";

type Rotation = {
  readonly names: readonly string[];
  readonly programs: readonly Program[];
  readonly effect: string;
  readonly make: RotationStep;
  /** Between the deployment of the new one and the end of the old one. */
  readonly between: readonly RotationStep[];
  readonly end: RotationStep & { readonly isInEnvFile: boolean };
};

const deploy = (why: string): RotationStep => ({
  what: `Deploy, ${why}`,
  command: null,
  check: "the deployment ends as verified: the wanted commit runs, and every probe passes",
});

const rotations: Readonly<Record<string, Rotation>> = {
  PULSE_ENCRYPTION_KEYS: {
    names: ["PULSE_ENCRYPTION_KEYS"],
    programs: ["web", "mcp", "worker"],
    effect: "nobody notices: both keys open while it lasts",
    make: {
      what: "Make a key, and put it in front of the old one with a comma between, in every one of the env files",
      command: "openssl rand -base64 32",
      check: "the files hold the same value, new key first",
    },
    between: [
      {
        what: "Seal every stored secret with the new key",
        command: "./pulse connection reseal",
        check: "it says that all connections need only the new key now",
      },
    ],
    end: {
      isInEnvFile: true,
      what: "Take the old key out of the env files",
      command: null,
      check: "one key is left in each; a backup of before needs the old one, so keep it with the backup",
    },
  },
  NEXTAUTH_SECRET: {
    names: ["NEXTAUTH_SECRET"],
    programs: ["web"],
    effect: "everybody has to sign in again",
    make: {
      what: "Make a secret and put it into the env file",
      command: "openssl rand -base64 32",
      check: "it has at least 32 characters",
    },
    between: [],
    end: {
      isInEnvFile: false,
      what: "Sign in anew",
      command: null,
      check: "the session of before is refused, the new one opens",
    },
  },
  GITHUB_OAUTH_CLIENT_SECRET: {
    names: ["GITHUB_OAUTH_CLIENT_SECRET"],
    programs: ["web"],
    effect: "nobody notices: GitHub takes both secrets until the old one is deleted",
    make: {
      what: "Generate a new client secret on the OAuth app's page at GitHub, leave the old one, and put the new one into the env file",
      command: null,
      check: "GitHub's page shows two client secrets",
    },
    between: [
      {
        what: "Sign out and in again",
        command: null,
        check: "GitHub's page says of the new secret that it was used just now",
      },
    ],
    end: {
      isInEnvFile: false,
      what: "Delete the old client secret at GitHub",
      command: null,
      check: "GitHub's page shows one client secret, and signing in works",
    },
  },
  GITHUB_WEBHOOK_SECRET: {
    names: ["GITHUB_WEBHOOK_SECRET"],
    programs: ["web"],
    effect: "nobody notices: deliveries signed with either secret are taken while it lasts",
    make: {
      what: "Make a secret, and put it in front of the old one with a comma between",
      command: "openssl rand -hex 32",
      check: "the env file holds two secrets, the new one first",
    },
    between: [
      {
        what: "Save the new secret at every hook at GitHub that uses it",
        command: null,
        check: "GitHub's list of recent deliveries shows 202 for a new one",
      },
    ],
    end: {
      isInEnvFile: true,
      what: "Take the old secret out of the env file",
      command: null,
      check: "the next delivery is answered with 202",
    },
  },
  PULSE_MCP_SIGNING_KEY: {
    names: ["PULSE_MCP_SIGNING_KEY", "PULSE_MCP_PUBLIC_KEY"],
    programs: ["web", "mcp"],
    effect: "AI clients that sign in by the web app are refused between the two programs' starts, for a minute at most",
    make: {
      what: "Make a pair: the signing key into web's env file, the public one into mcp's",
      command: "./pulse mcp key",
      check: "both halves are of one pair",
    },
    between: [],
    end: {
      isInEnvFile: false,
      what: "List tools through the web app",
      command: null,
      check: "the page of tools shows them",
    },
  },
  POSTGRES_URL: {
    names: ["POSTGRES_URL", "POSTGRES_DIRECT_URL"],
    programs: ["web", "mcp", "worker", "migrate"],
    effect:
      "nobody notices when the database has a second role; with one role, nothing works between its change and the deployment",
    make: {
      what: "Make a second role with the rights of the first in the database, with a password of its own, and put both addresses into the env files",
      command: "openssl rand -hex 24",
      check: "a query with the new address works, on the pooler's port and on the direct one",
    },
    between: [
      {
        what: "Look who is still connected with the old role",
        command: null,
        check: "pg_stat_activity names the new role alone",
      },
    ],
    end: {
      isInEnvFile: false,
      what: "Take the right to log in from the old role",
      command: null,
      check: "a query with the old address is refused",
    },
  },
};

/** Secrets that have a plan. */
export const rotatableSecrets: readonly string[] = Object.keys(rotations);

/** How to change a secret without anybody standing before a closed door, as far as that is possible. Throws `not_found` for one without a plan. */
export function planRotation(name: string): RotationPlan {
  const [secret, rotation] =
    Object.entries(rotations).find(([key, { names }]) => key === name || names.includes(name)) ?? [];
  if (secret === undefined || rotation === undefined) {
    const meant = nearest(name, rotatableSecrets);
    const hint = meant === null ? `There are: ${rotatableSecrets.join(", ")}` : `Did you mean ${meant}?`;
    throw new AppError("not_found", `There is no plan for changing ${name}. ${hint}`);
  }
  const { names, programs, effect, make, between } = rotation;
  const { isInEnvFile, ...end } = rotation.end;
  return {
    secret,
    names,
    programs,
    effect,
    steps: [make, deploy("with the new one"), ...between, end, ...(isInEnvFile ? [deploy("without the old one")] : [])],
  };
}
