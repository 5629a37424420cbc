import { CircleAlert } from "lucide-react";
import Link from "next/link";

import { explainError } from "../problem/explain-error.ts";
import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";

type ErrorFaceProps = {
  readonly error: unknown;
  readonly requestId: string;
  /** What could not be shown. */
  readonly what: string;
  /** A place from which it works again. */
  readonly back: { readonly href: string; readonly text: string };
};

const titles = {
  invalid: "cannot be shown like this",
  unauthenticated: "needs you to sign in",
  forbidden: "is not open to you",
  not_found: "is not here",
  conflict: "cannot be shown now",
  limited: "cannot be shown now",
  unavailable: "cannot be shown now",
  internal: "could not be shown",
} as const;

export function ErrorFace({ error, requestId, what, back }: ErrorFaceProps) {
  const { code, detail } = explainError(error);
  return (
    <div role="alert">
      <Message
        icon={CircleAlert}
        heading="h1"
        title={`${what} ${titles[code]}`}
        className="min-h-[40vh]"
        action={
          <Button asChild>
            <Link href={back.href}>{back.text}</Link>
          </Button>
        }
      >
        <p className="whitespace-pre-line">{detail}</p>
        <p className="mt-2 text-12 text-pale">
          Request <code className="font-mono break-all">{requestId}</code>
        </p>
      </Message>
    </div>
  );
}
