import type { IdentitySettings } from "./identity-settings.ts";

/** What a browser brings along through GitHub and back: the token of a link or an invitation. */
export function ticketCookie(settings: Pick<IdentitySettings, "publicUrl">): string {
  return `${cookiePrefix(settings)}.ticket`;
}

/** `__Host-` where there is TLS; elsewhere the port, because cookies of one host reach all of its ports. */
export function cookiePrefix({ publicUrl }: Pick<IdentitySettings, "publicUrl">): string {
  const url = new URL(publicUrl);
  return url.protocol === "https:" ? "__Host-pulse-hub" : `pulse-hub-${url.port === "" ? "80" : url.port}`;
}
