import { saveConnection } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatLimit } from "../connection/format-limit.ts";
import { readSecretFile, readSecretFromStdin } from "../connection/read-secret.ts";
import { usageError } from "../usage-error.ts";
import { withGitHubContext } from "../with-github-context.ts";

export const connectionSave = command({
  name: "connection save",
  summary: "Save a token or GitHub App to read repositories with, encrypted",
  description:
    "GitHub is asked first: a credential that it refuses is not saved. One of the same name is replaced, and its repositories go on with the new one.\n" +
    "Tokens are read from stdin, never from the command line, where others could see them. Which rights are needed: docs/connect.md",
  examples: [
    "./pulse connection save main --token-stdin < token.txt",
    "./pulse connection save app --app-id 123 --installation-id 456 --private-key-file key.pem",
  ],
  args: z.object({
    name: z.string().describe("what the connection is called"),
    tokenStdin: z
      .boolean()
      .default(false)
      .describe("read a personal access token, classic or fine-grained, from stdin"),
    appId: z.coerce.number().int().positive().optional().describe("id of the GitHub App"),
    installationId: z.coerce.number().int().positive().optional().describe("id of the app's installation"),
    privateKeyFile: z.string().optional().meta({ placeholder: "FILE" }).describe("the app's private key, a .pem file"),
    reserve: z.coerce
      .number()
      .min(0)
      .max(0.9)
      .optional()
      .describe("share of the hourly limit that sync leaves to people (0.2)"),
  }),
  positionals: ["name"],
  run: async (ctx, args) => {
    const credential = await readCredential(args);
    const saved = await withGitHubContext(ctx, (actionCtx) =>
      saveConnection.run(actionCtx, {
        name: args.name,
        ...credential,
        ...(args.reserve === undefined ? {} : { interactiveReserve: args.reserve }),
      }),
    );
    if (ctx.json) {
      ctx.printJson(saved);
      return;
    }
    const whose = saved.login === null ? "" : ` of ${saved.login}`;
    ctx.out(`${saved.isNew ? "Saved" : "Replaced"} ${saved.name}: ${saved.kind.replaceAll("_", " ")}${whose}`);
    if (saved.scopes.length > 0) ctx.out(`  scopes: ${saved.scopes.join(", ")}`);
    if (saved.expiresAt !== null) ctx.out(`  ends ${saved.expiresAt.toISOString()}`);
    ctx.out(`  ${formatLimit(saved.limit)}`);
  },
});

type Given = {
  readonly tokenStdin: boolean;
  readonly appId?: number | undefined;
  readonly installationId?: number | undefined;
  readonly privateKeyFile?: string | undefined;
};

async function readCredential(args: Given) {
  const { appId, installationId, privateKeyFile } = args;
  const isApp = appId !== undefined || installationId !== undefined || privateKeyFile !== undefined;
  if (args.tokenStdin && !isApp) return { token: await readSecretFromStdin("token") };
  if (!args.tokenStdin && appId !== undefined && installationId !== undefined && privateKeyFile !== undefined) {
    return { app: { appId, installationId, privateKey: await readSecretFile(privateKeyFile) } };
  }
  throw usageError(
    "Give either --token-stdin, or --app-id, --installation-id and --private-key-file together",
    "connection save",
  );
}
