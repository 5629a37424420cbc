"use client";

import { CircleAlert } from "lucide-react";

import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";
import { useRequestId } from "./request-id.tsx";

export type DrawingErrorProps = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** For what no page had a face for: a slip of ours while drawing. The log knows it by the request and by the same reference. */
export function DrawingError({ error, retry }: DrawingErrorProps) {
  const requestId = useRequestId();
  return (
    <div role="alert" className="grid min-h-[60vh] place-items-center">
      <Message
        icon={CircleAlert}
        heading="h1"
        title="This page could not be drawn"
        action={<Button onClick={retry}>Try again</Button>}
      >
        <p>
          Something broke on our side, and the log has the cause. If it happens again, tell whoever runs this
          installation what stands below.
        </p>
        <p className="mt-2 text-12 text-pale">
          {requestId !== null && (
            <>
              Request <code className="font-mono break-all">{requestId}</code>
            </>
          )}
          {error.digest !== undefined && (
            <>
              {" "}
              Reference <code className="font-mono break-all">{error.digest}</code>
            </>
          )}
        </p>
      </Message>
    </div>
  );
}
