import type { ClientSetup } from "@pulse/actions";
import Link from "next/link";

import { CopyButton } from "../../../ui/copy-button.tsx";
import { Disclosure } from "../../../ui/disclosure.tsx";

type ConnectClientsProps = { readonly slug: string; readonly clients: readonly ClientSetup[] };

/** Ready configuration for AI clients, but for the key, which is shown nowhere twice. */
export function ConnectClients({ slug, clients }: ConnectClientsProps) {
  return (
    <Disclosure summary="Connect an AI client" of="ready configuration">
      <p className="max-w-[65ch] text-muted">
        Put an{" "}
        <Link href={`/${slug}/settings/keys`} className="underline">
          API key
        </Link>{" "}
        in the place of phk_YOUR_KEY. On the machine that Pulse-Hub runs on, <code>./pulse mcp token</code> prints all
        of this with a key in it.
      </p>
      <ul className="mt-3 grid gap-3 md:grid-cols-2">
        {clients.map(({ client, where, text }) => (
          <li key={client} className="flex min-w-0 flex-col gap-2 rounded-8 border border-line bg-panel p-4">
            <div className="flex items-center justify-between gap-2">
              <p>
                <span className="font-medium">{client}</span> <span className="text-muted">{where}</span>
              </p>
              <CopyButton text={text} />
            </div>
            <pre className="overflow-x-auto text-12">{text}</pre>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
