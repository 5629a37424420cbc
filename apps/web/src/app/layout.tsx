import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";

import { RequestId } from "../frame/request-id.tsx";
import { readOwnTheme, readRequestId } from "../server/open-request.ts";
import "./globals.css";

// "optional": letters that come late are kept for the next page. Swapped in, they broke lines anew and moved the whole page
// wherever the system lacks the font that Next adjusts as a fallback.
const inter = localFont({
  src: "../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
  display: "optional",
});

const interExtended = localFont({
  src: "../../../../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter-extended",
  display: "optional",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
  ],
});

export const metadata: Metadata = {
  title: { default: "Pulse-Hub", template: "%s · Pulse-Hub" },
  description: "How your software work flows, from GitHub itself",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0c0e" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [theme, requestId] = await Promise.all([readOwnTheme(), readRequestId()]);
  return (
    <html lang="en" data-theme={theme} className={`${inter.variable} ${interExtended.variable}`}>
      <body className="min-h-dvh antialiased">
        <RequestId id={requestId}>{children}</RequestId>
      </body>
    </html>
  );
}
