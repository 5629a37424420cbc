import { chromium, type Browser } from "@playwright/test";

import { findProgram } from "../../test/system-packages.ts";

/** Debian's chromium. No sandbox: it runs as root in containers, and only visits our own pages on loopback. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findProgram("chromium", `${process.env["PATH"] ?? ""}:/usr/bin`) ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}
