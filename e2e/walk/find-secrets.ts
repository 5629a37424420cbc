type Search = {
  readonly secrets: readonly string[];
  /** What is searched, by what it is called. */
  readonly texts: Readonly<Record<string, string>>;
};

/** Names where a secret stands, as it is or as URLs, JSON and base64 write it. */
export function findSecrets({ secrets, texts }: Search): readonly string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    secrets
      .filter((secret) => waysToWrite(secret).some((written) => text.includes(written)))
      .map((secret) => `${name}: ${secret.slice(0, 12)}…`),
  );
}

function waysToWrite(secret: string): readonly string[] {
  const plain = decodeURIComponent(secret);
  const base64 = Buffer.from(plain).toString("base64").replace(/=+$/, "");
  return [secret, plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1), base64];
}
