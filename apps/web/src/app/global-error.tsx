"use client";

import { DrawingError, type DrawingErrorProps } from "../frame/drawing-error.tsx";
import "./globals.css";

/** For what broke before there was any page to stand in. */
export default function GlobalError(props: DrawingErrorProps) {
  return (
    <html lang="en" data-theme="system">
      <body className="min-h-dvh antialiased">
        <main>
          <DrawingError {...props} />
        </main>
      </body>
    </html>
  );
}
