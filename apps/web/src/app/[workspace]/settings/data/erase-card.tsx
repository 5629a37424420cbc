import type { Erasure } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { Button } from "../../../../ui/button.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { erasePersonForm } from "./form-actions.ts";

type EraseCardProps = {
  readonly slug: string;
  /** What was looked for; empty when nothing was. */
  readonly person: string;
  readonly found:
    | { readonly erasure: Erasure; readonly problem: null }
    | { readonly erasure: null; readonly problem: string }
    | null;
  /** The ghost of whoever was erased a moment ago. */
  readonly erased: string | null;
};

const typed = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** Erases somebody in two steps: what will happen is read first, then the name is typed again. */
export function EraseCard({ slug, person, found, erased }: EraseCardProps) {
  return (
    <section aria-labelledby="erase" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="erase" className="mb-1 text-14 font-semibold">
        Erase a person
      </h2>
      <p className="mb-3 max-w-[75ch] text-13 text-muted">
        Their login, name and texts become a ghost’s; every number stays. First see what would happen.
      </p>
      {erased !== null && (
        <p role="status" className="mb-3 text-13">
          Erased. {erased} stands for them from now on.
        </p>
      )}
      <form method="get" className="flex flex-col gap-3">
        <Field label="Login, or address of commits" htmlFor="person">
          <input
            id="person"
            name="person"
            required
            maxLength={255}
            defaultValue={person}
            {...typed}
            className={fieldLook}
          />
        </Field>
        <div>
          <Button type="submit">Show what would happen</Button>
        </div>
      </form>
      {found !== null && (
        <div className="mt-4 border-t border-line pt-4">
          {found.erasure === null ? (
            <p role="status" className="text-13">
              {found.problem}
            </p>
          ) : (
            <Consequences slug={slug} erasure={found.erasure} />
          )}
        </div>
      )}
    </section>
  );
}

function Consequences({ slug, erasure }: { readonly slug: string; readonly erasure: Erasure }) {
  return (
    <>
      <ul className="mb-4 flex max-w-[75ch] list-disc flex-col gap-1 pl-4 text-13 break-words">
        {erasure.consequences.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ActionForm action={erasePersonForm.bind(null, slug)} submit="Erase for good" pending="Erasing…">
        <input type="hidden" name="person" value={erasure.person} />
        <Field label={`Type ${erasure.person} to erase this person`} htmlFor="confirm-person">
          <input id="confirm-person" name="confirm" {...typed} className={fieldLook} />
        </Field>
      </ActionForm>
    </>
  );
}
