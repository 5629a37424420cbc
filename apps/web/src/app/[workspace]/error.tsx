"use client";

import { DrawingError, type DrawingErrorProps } from "../../frame/drawing-error.tsx";

/** Within the frame: the other pages are still there. */
export default function PageDrawingError(props: DrawingErrorProps) {
  return <DrawingError {...props} />;
}
