import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { buildah } from "./buildah.ts";

/** What a program of Node is linked against, a shell with its tools, and who signs the certificates of others. */
const packages = ["libc6", "libstdc++6", "libgcc-s1", "busybox-static", "ca-certificates"];

/**
 * An image that stands in for Node's official one, which lies in a registry: Debian's own packages, this machine's Node, and an npm that
 * takes packages from the checkout. Debian only, since apt fetches the packages.
 */
export function makeBase({ folder, image }: { readonly folder: string; readonly image: string }): void {
  const debs = path.join(folder, "debs");
  const tree = path.join(folder, "tree");
  for (const each of [
    debs,
    tree,
    path.join(tree, "usr/local/bin"),
    path.join(tree, "usr/local/lib"),
    path.join(tree, "tmp"),
  ]) {
    mkdirSync(each, { recursive: true });
  }
  execFileSync("apt-get", ["download", ...packages], { cwd: debs, stdio: ["ignore", "ignore", "ignore"] });
  for (const deb of readdirSync(debs)) execFileSync("dpkg-deb", ["--extract", path.join(debs, deb), tree]);
  mkdirSync(path.join(tree, "etc"), { recursive: true });
  writeFileSync(path.join(tree, "etc/passwd"), "root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n");
  const busybox = path.join(tree, "bin/busybox");
  for (const applet of execFileSync(busybox, ["--list"], { encoding: "utf8" }).split("\n").filter(Boolean)) {
    if (applet !== "busybox") symlinkSync("busybox", path.join(tree, "bin", applet));
  }
  copyFileSync(process.execPath, path.join(tree, "usr/local/bin/node"));
  copyFileSync(path.join(import.meta.dirname, "npm-stand-in.ts"), path.join(tree, "usr/local/lib/npm-stand-in.ts"));
  const npm = path.join(tree, "usr/local/bin/npm");
  writeFileSync(
    npm,
    '#!/bin/sh\nexec node --disable-warning=ExperimentalWarning /usr/local/lib/npm-stand-in.ts "$@"\n',
  );
  for (const program of ["node", "npm"]) chmodSync(path.join(tree, "usr/local/bin", program), 0o755);
  writeFileSync(path.join(folder, "Dockerfile"), "FROM scratch\nCOPY tree /\nENV PATH=/usr/local/bin:/usr/bin:/bin\n");
  buildah(["build", "--format", "docker", "--tag", image, "--file", path.join(folder, "Dockerfile"), folder]);
}
