"use client";

import { DrawingError, type DrawingErrorProps } from "../frame/drawing-error.tsx";

export default function RootDrawingError(props: DrawingErrorProps) {
  return (
    <main>
      <DrawingError {...props} />
    </main>
  );
}
