import type { ClientSetup } from "@pulse/actions";
import Link from "next/link";

import { CopyButton } from "../../../ui/copy-button.tsx";
import { Disclosure } from "../../../ui/disclosure.tsx";

type Setups = readonly ClientSetup[];

type ConnectClientsProps = {
  readonly slug: string;
  readonly clients: { readonly signingIn: Setups; readonly withKey: Setups };
};

/** Ready configuration for AI clients, but for the key, which is shown nowhere twice. */
export function ConnectClients({ slug, clients }: ConnectClientsProps) {
  return (
    <Disclosure summary="Connect an AI client" of="ready configuration">
      <h3 className="font-medium">By signing in</h3>
      <p className="max-w-[65ch] text-muted">
        The client opens your browser, where you see what it asks for. You take it back under{" "}
        <Link href={`/${slug}/settings/account`} className="underline">
          Settings, You
        </Link>
        .
      </p>
      <SetupList setups={clients.signingIn} />
      <h3 className="mt-6 font-medium">With an API key</h3>
      <p className="max-w-[65ch] text-muted">
        For scripts, and clients that sign nobody in. Put an{" "}
        <Link href={`/${slug}/settings/keys`} className="underline">
          API key
        </Link>{" "}
        in the place of phk_YOUR_KEY. On the machine that Pulse-Hub runs on, <code>./pulse mcp token</code> prints all
        of this with a key in it.
      </p>
      <SetupList setups={clients.withKey} />
    </Disclosure>
  );
}

function SetupList({ setups }: { readonly setups: Setups }) {
  return (
    <ul className="mt-3 grid gap-3 md:grid-cols-2">
      {setups.map(({ client, where, text }) => (
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
  );
}
