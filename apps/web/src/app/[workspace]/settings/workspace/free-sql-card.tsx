import { ActionForm } from "../../../../forms/action-form.tsx";
import { switchFreeSqlForm } from "./form-actions.ts";

type FreeSqlCardProps = { readonly slug: string; readonly isOn: boolean; readonly mayChange: boolean };

/** Whether AI clients and people may ask in SQL, and the button that changes it. */
export function FreeSqlCard({ slug, isOn, mayChange }: FreeSqlCardProps) {
  return (
    <section aria-labelledby="free-sql" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="free-sql" className="mb-1 text-14 font-semibold">
        Questions in SQL
      </h2>
      <p className="mb-3 max-w-[75ch] text-13 text-muted">
        {isOn
          ? "On: members, and API keys with the scope sql, may ask the views behind the numbers in SQL, with the tool analytics_query. "
          : "Off. Switched on, members, and API keys with the scope sql, may ask the views behind the numbers in SQL, with the tool analytics_query. "}
        It reads this workspace alone, ten seconds at most, and each question stands in the log of changes.
      </p>
      {mayChange && (
        <ActionForm
          action={switchFreeSqlForm.bind(null, slug)}
          submit={isOn ? "Switch SQL off" : "Switch SQL on"}
          pending="Switching…"
        >
          <input type="hidden" name="is_on" value={isOn ? "0" : "1"} />
        </ActionForm>
      )}
    </section>
  );
}
