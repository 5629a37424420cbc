import type { ReactNode } from "react";

/** How everything looks that somebody types or chooses in. */
export const fieldLook =
  "h-10 rounded-8 border border-line-strong bg-panel px-3 text-13 text-text placeholder:text-pale aria-invalid:border-bad";

type FieldProps = {
  readonly label: string;
  readonly htmlFor: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
};

/** A label, what it is for, and the place to type. */
export function Field({ label, htmlFor, note, children }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={htmlFor} className="text-13 font-medium">
        {label}
      </label>
      {children}
      {note !== undefined && (
        <p id={`${htmlFor}-note`} className="max-w-[65ch] text-12 text-muted">
          {note}
        </p>
      )}
    </div>
  );
}
