import { findInLines, type Guard } from "./guard.ts";

const shapes: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: "a GitHub token", shape: /\bgh[pousr]_[A-Za-z0-9]{30,}/ },
  { what: "a GitHub fine-grained token", shape: /\bgithub_pat_[A-Za-z0-9_]{30,}/ },
  { what: "an AWS key", shape: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: "a DigitalOcean token", shape: /\bdo[opr]_v1_[0-9a-f]{40,}/ },
  { what: "a Slack token", shape: /\bxox[abposr]-[A-Za-z0-9-]{20,}/ },
  { what: "a Slack webhook", shape: /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/ },
  { what: "a private key", shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "a JSON web token", shape: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { what: "an API key of Pulse-Hub", shape: /\bphk_[A-Za-z0-9]{24,}/ },
];

const databaseUrl = /\bpostgres(?:ql)?:\/\/[^\s:@/"'`]+:([^\s@/"'`]+)@/g;
const placeholder =
  /^(postgres|password|passwd?|secret|pulse|test|example|user|owner|admin|changeme|hunter2|x+|\*+|\.+|…|[<$%{[(].*)$/i;

/** Nothing in the tree looks like a credential that works. A test that needs one writes it in two halves. */
export const checkSecrets: Guard = (files) =>
  files
    .filter(({ path }) => path !== "package-lock.json")
    .flatMap((file) =>
      findInLines(file, (line) => {
        const found = shapes.find(({ shape }) => shape.test(line));
        if (found !== undefined) return `${found.what}. Remove it, and revoke it if it ever worked.`;
        for (const [, password = ""] of line.matchAll(databaseUrl)) {
          if (!placeholder.test(password)) return "a database URL with a password in it. Write <password> instead.";
        }
        return null;
      }),
    );
