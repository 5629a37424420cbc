const localNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether a Host header names this machine. A page of another site that made its own name resolve to 127.0.0.1
 * (DNS rebinding) still sends that name.
 */
export function isLocalHost(hostHeader: string | undefined): boolean {
  return hostHeader !== undefined && localNames.test(hostHeader);
}
