import type { IdentitySettings } from "../identity-settings.ts";

type Settings = Pick<IdentitySettings, "publicUrl">;

/** What clients may be allowed; `offline_access` lets them ask again without the person, for thirty days. */
export const clientScopes = ["read", "write", "offline_access"] as const;

/** The one address that tokens of clients are good for. */
export const mcpAddress = ({ publicUrl }: Settings): string => `${publicUrl}/api/mcp`;

/** Who issues these tokens. */
export const issuerOf = ({ publicUrl }: Settings): string => `${publicUrl}/api/auth`;

/** Where a client without a token learns whom to ask: RFC 9728. */
export const resourceMetadataAddress = ({ publicUrl }: Settings): string =>
  `${publicUrl}/.well-known/oauth-protected-resource/api/mcp`;
