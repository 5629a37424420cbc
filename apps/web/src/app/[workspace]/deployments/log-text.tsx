type LogTextProps = { readonly label: string; readonly text: string };

const longestLine = 500;
const escape = String.fromCodePoint(27);
const terminalColour = new RegExp(`${escape}\\[[\\d;]*[A-Za-z]`, "g");

/** What a component wrote, as text and nothing else. It can be reached and scrolled by keys alone. */
export function LogText({ label, text }: LogTextProps) {
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={label}
      className="max-h-96 overflow-y-auto rounded-8 bg-hover p-3 font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {drawable(text)}
    </pre>
  );
}

/** Without the signs that colour a terminal, and no line without an end. */
function drawable(text: string): string {
  return text
    .replaceAll(terminalColour, "")
    .split("\n")
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
    .join("\n");
}
