import { Command } from "../../ui/command.tsx";

const steps = [
  {
    title: "Issues, pull requests, reviews and comments",
    text: "From the archive of a repository: one JSON file, as the IETF's repositories publish it (archive.json on their branch gh-pages).",
    line: "./pulse import archive FILE…",
    copy: "./pulse import archive ",
  },
  {
    title: "Commits, sizes and tags",
    text: "From a clone of the same repository on this machine. It adds cycle time, coding time and size to pull requests that are already there.",
    line: "./pulse import git DIR --repo OWNER/NAME",
    copy: "./pulse import git ",
  },
] as const;

export function ImportGuide() {
  return (
    <ol className="flex flex-col gap-4">
      {steps.map((step, index) => (
        <li key={step.line} className="flex gap-4 rounded-8 border border-line bg-panel p-4 md:p-5">
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-13 font-semibold text-accent"
          >
            {index + 1}
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="text-16 font-semibold">{step.title}</h2>
            <p className="mt-1 mb-3 max-w-[65ch] text-muted">{step.text}</p>
            <Command line={step.line} copy={step.copy} />
          </div>
        </li>
      ))}
    </ol>
  );
}
