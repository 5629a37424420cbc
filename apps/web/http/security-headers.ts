import type { ServerResponse } from "node:http";

/** Headers that every answer carries. */
const always: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
};

export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Scripts run only with this request's nonce. Styles are free: charts are SVG that carries style attributes. Browsers hold a form to the
 * policy along redirects, too; `formTarget` is where else it may end.
 */
export function pagePolicy(nonce: string, formTarget: string | null = null): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${formTarget === null ? "" : ` ${formTarget}`}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Two years, which is what lists of preloaded sites ask for. Browsers believe it over TLS only. */
const strictTransport = "max-age=63072000; includeSubDomains";

export function setSecurityHeaders(
  response: ServerResponse,
  { policy, isSecure }: { readonly policy: string; readonly isSecure: boolean },
): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", policy);
  if (isSecure) response.setHeader("Strict-Transport-Security", strictTransport);
}
