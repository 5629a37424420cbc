let count = 0;

/** An address that has not asked yet, as the proxy in front would say it: a walk tries doors, and is to be refused by them alone. */
export function nextAddress(): { readonly "x-forwarded-for": string } {
  count++;
  return { "x-forwarded-for": `198.18.${Math.floor(count / 250)}.${(count % 250) + 1}` };
}
