/** What to give a client so that it finds this server. */
export type ClientSetup = {
  readonly client: string;
  /** Where the text belongs. */
  readonly where: string;
  readonly text: string;
};

type Given = {
  /** The address of the protocol. */
  readonly url: string;
  /** Null: the client signs its person in by the browser (OAuth 2.1), and nothing secret stands in its configuration. */
  readonly token: string | null;
  /** Starts a server over stdin and stdout; null where the reader sits at another machine. */
  readonly command: string | null;
};

const name = "pulse-hub";

/** Ready configuration for clients that people use. */
export function clientSetups({ url, token, command }: Given): readonly ClientSetup[] {
  const proof = token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };
  const proofFlag = token === null ? "" : ` --header "Authorization: Bearer ${token}"`;
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  return [
    {
      client: "Claude Code",
      where: "in a terminal",
      text: `claude mcp add --transport http ${name} ${url}${proofFlag}`,
    },
    {
      client: "VS Code",
      where: ".vscode/mcp.json",
      text: json({ servers: { [name]: { type: "http", url, ...proof } } }),
    },
    {
      client: "Cursor, Windsurf and most others",
      where: "mcp.json, such as ~/.cursor/mcp.json",
      text: json({ mcpServers: { [name]: { url, ...proof } } }),
    },
    ...(command === null
      ? []
      : [
          {
            client: "Claude Desktop and others that start their servers",
            where: "claude_desktop_config.json",
            text: json({ mcpServers: { [name]: { command, args: ["mcp"] } } }),
          },
        ]),
    ...(token === null
      ? []
      : [
          {
            client: "A script",
            where: "one call over HTTP",
            text: `curl ${url}/execute -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '{"tool":"analytics_summary","params":{}}'`,
          },
        ]),
  ];
}
