import { Compass } from "lucide-react";
import Link from "next/link";

import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
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
    </main>
  );
}
