import { Compass } from "lucide-react";
import Link from "next/link";

import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";

/** The face of an address that leads nowhere. */
export function NotHere() {
  return (
    <Message
      icon={Compass}
      heading="h1"
      title="There is nothing at this address"
      action={
        <Button asChild>
          <Link href="/">Go to the dashboard</Link>
        </Button>
      }
    >
      The page may have moved, or the workspace is one that you do not belong to.
    </Message>
  );
}
