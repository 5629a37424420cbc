"use client";

import { CircleAlert } from "lucide-react";

import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";

type ErrorProps = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** For what no page had a face for: a slip of ours while drawing. The log knows it by the same reference. */
export default function DrawingError({ error, retry }: ErrorProps) {
  return (
    <main className="grid min-h-[60vh] place-items-center" role="alert">
      <Message
        icon={CircleAlert}
        heading="h1"
        title="This page could not be drawn"
        action={<Button onClick={retry}>Try again</Button>}
      >
        Something broke on our side. The log has the cause
        {error.digest === undefined ? "." : ` under the reference ${error.digest}.`}
      </Message>
    </main>
  );
}
