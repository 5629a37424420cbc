/** The address that uses a sign-in token up. */
export function signInLink(webUrl: string, token: string): string {
  return `${webUrl}/api/auth/link?token=${token}`;
}
