// Global ids as the replica makes them: a prefix that tells the kind, then where to find the thing. Things from archives keep theirs.
const separator = ":";

export type NodeAddress = {
  readonly prefix: string;
  readonly repositoryId: number;
  /** Of the issue or pull request it belongs to; 0 for what belongs to the repository. */
  readonly number: number;
  readonly key: string;
};

export function makeNodeId(address: {
  readonly prefix: string;
  readonly repositoryId: number;
  readonly number?: number;
  readonly key: number | string;
}): string {
  const place = [address.repositoryId, address.number ?? 0, address.key].join(separator);
  return `${address.prefix}_${Buffer.from(place).toString("base64url")}`;
}

export function readNodeId(nodeId: string): NodeAddress | null {
  const match = /^([A-Z]+)_([\w-]+)$/.exec(nodeId);
  if (match === null) return null;
  const [repositoryId, number, ...key] = Buffer.from(match[2] ?? "", "base64url")
    .toString()
    .split(separator);
  if (repositoryId === undefined || number === undefined) return null;
  return {
    prefix: match[1] ?? "",
    repositoryId: Number(repositoryId),
    number: Number(number),
    key: key.join(separator),
  };
}
