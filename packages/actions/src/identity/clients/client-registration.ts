import { AppError, parseJson } from "@pulse/kit";
import { z } from "zod";

const address = z.string().max(500);

/**
 * What a program may say of itself. Everything else that the standard knows is left out: addresses that this installation would have
 * to call, and keys of the program's own.
 */
const registrationSchema = z.object({
  client_name: z.string().trim().max(100).optional(),
  client_uri: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  redirect_uris: z.array(address).min(1).max(10),
  grant_types: z.array(z.enum(["authorization_code", "refresh_token"])).optional(),
  response_types: z.array(z.literal("code")).optional(),
  token_endpoint_auth_method: z.enum(["none", "client_secret_basic", "client_secret_post"]).optional(),
  application_type: z.enum(["web", "native"]).optional(),
  software_id: z.string().max(100).optional(),
  software_version: z.string().max(100).optional(),
});

const invisible = /[\p{Cc}\p{Cf}]/gu;

/** The registration (RFC 7591) as it is passed on. Throws `invalid` for one that cannot be. */
export function readClientRegistration(body: string): Readonly<Record<string, unknown>> {
  const parsed = registrationSchema.safeParse(parseJson(body));
  if (!parsed.success)
    throw new AppError("invalid", `This registration is not usable: ${z.prettifyError(parsed.error)}`);
  const { client_name: name, ...rest } = parsed.data;
  return {
    ...rest,
    ...(name === undefined ? {} : { client_name: name.replaceAll(invisible, "") }),
    // The standard takes whoever says nothing for a web site; programs on people's machines rarely say anything.
    application_type:
      rest.application_type ?? (rest.redirect_uris.every((uri) => uri.startsWith("https:")) ? "web" : "native"),
  };
}
