import { CopyButton } from "./copy-button.tsx";

type CommandProps = {
  readonly line: string;
  /** What is copied where the line ends in words that only stand for something. */
  readonly copy?: string;
};

/** A command line to copy. Long ones wrap, so that nothing scrolls sideways. */
export function Command({ line, copy = line }: CommandProps) {
  return (
    <div className="flex items-center gap-2 rounded-8 border border-line bg-page py-0.5 pr-0.5 pl-3 text-left">
      <code className="min-w-0 flex-1 font-mono text-13 break-words text-text">{line}</code>
      <CopyButton text={copy} />
    </div>
  );
}
