import { createHmac, timingSafeEqual } from "node:crypto";

const signaturePattern = /^sha256=([0-9a-f]{64})$/i;

/** Whether a header looks like `X-Hub-Signature-256`: nothing else is worth reading a body for. */
export function isSignature(header: string | undefined): header is string {
  return header !== undefined && signaturePattern.test(header);
}

/** The value of `X-Hub-Signature-256` for these bytes. Throws `RangeError` for an empty secret, which would sign anything. */
export function signBody(body: Uint8Array, secret: string): string {
  if (secret.trim() === "") throw new RangeError("A webhook secret is empty");
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/**
 * Whether one of the secrets made this signature over exactly these bytes. Takes the same time whichever secret it was, and for how many bytes
 * of the signature were right. Made of node:crypto: the usual package wants the body as a string, which a body of 25 MB need not become.
 */
export function verifySignature(
  body: Uint8Array,
  input: { readonly signature: string; readonly secrets: readonly string[] },
): boolean {
  const hex = signaturePattern.exec(input.signature)?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  let isValid = false;
  for (const secret of input.secrets) {
    if (secret.trim() === "") continue;
    const expected = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(expected, given)) isValid = true;
  }
  return isValid;
}
