import path from "node:path";

import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked once for the whole house by `./pulse check`; the build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  agentRules: false,
  devIndicators: false,
};

export default config;
