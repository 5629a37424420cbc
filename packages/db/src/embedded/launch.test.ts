import { expect, test } from "vitest";

import { parseAccounts, planLaunch } from "./launch.ts";

const accounts = parseAccounts(`root:x:0:0:root:/root:/bin/bash
daemon:x:1:1::/:/usr/sbin/nologin
nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin
ada:x:1000:1001::/home/ada:/bin/sh
`);
const dataDir = "/somewhere/data";
const mapped = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];

test.each([
  ["an ordinary user, first start", { selfUid: 1000, ownerUid: null, canMapUser: false }, { kind: "self", prefix: [] }],
  ["an ordinary user, own data", { selfUid: 1000, ownerUid: 1000, canMapUser: false }, { kind: "self", prefix: [] }],
  ["root, first start", { selfUid: 0, ownerUid: null, canMapUser: true }, { kind: "namespace", prefix: mapped }],
  ["root, own data", { selfUid: 0, ownerUid: 0, canMapUser: true }, { kind: "namespace", prefix: mapped }],
  [
    "root where namespaces are forbidden",
    { selfUid: 0, ownerUid: null, canMapUser: false },
    { kind: "account", prefix: [], uid: 65_534, gid: 65_534 },
  ],
  [
    "root with data that an ordinary user made",
    { selfUid: 0, ownerUid: 1000, canMapUser: true },
    { kind: "account", prefix: [], uid: 1000, gid: 1001 },
  ],
])("%s", (_, facts, expected) => {
  expect(planLaunch({ ...facts, accounts, dataDir })).toEqual(expected);
});

test("somebody else's data is refused with the owner's name and the way out", () => {
  const plan = (): unknown => planLaunch({ selfUid: 1001, ownerUid: 1000, canMapUser: false, accounts, dataDir });

  expect(plan).toThrow(/belongs to ada.*chown/s);
});

test("root on a system without any other account is told to use an ordinary user", () => {
  const plan = (): unknown =>
    planLaunch({ selfUid: 0, ownerUid: null, canMapUser: false, accounts: accounts.slice(0, 1), dataDir });

  expect(plan).toThrow(/ordinary user/);
});
