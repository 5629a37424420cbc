import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatInstant } from "../../../../format/format-instant.ts";
import type { MetricItem } from "../../../../metric/metric-answer.ts";
import { Disclosure } from "../../../../ui/disclosure.tsx";
import { fieldLook } from "../../../../ui/field.tsx";
import type { DeliveryData } from "../load-delivery.ts";
import { linkIncidentForm } from "./form-actions.ts";

const mostChoices = 12;

type LinkFormProps = { readonly data: DeliveryData; readonly incident: MetricItem };

/** Says by hand which deployment caused an incident, that none did, or gives it back to the rule. */
export function LinkForm({ data, incident }: LinkFormProps) {
  const { details, repository, title } = incident;
  const linked = details["deployment_id"];
  const current = details["is_linked_by_hand"] === true ? (linked === null ? "none" : String(linked)) : "rule";
  const choices = data.causes
    .filter((one) => one.repository === repository && one.at <= incident.at)
    .slice(0, mostChoices);
  return (
    <Disclosure summary="Link by hand" of={title}>
      <ActionForm
        action={linkIncidentForm.bind(null, data.slug)}
        submit="Save link"
        submitLabel={`Save link of ${title}`}
        pending="Saving…"
        className="sm:flex-row sm:flex-wrap sm:items-center"
      >
        <input type="hidden" name="incident" value={String(details["id"])} />
        <select
          key={current}
          name="deployment"
          aria-label={`What caused ${title}`}
          defaultValue={current}
          className={`${fieldLook} max-w-full`}
        >
          <option value="rule">as the rule says: the last one before it began</option>
          <option value="none">no deployment caused it</option>
          {choices.map((one) => (
            <option key={String(one.details["id"])} value={String(one.details["id"])}>
              {one.title}, {formatInstant(one.at, data)}
            </option>
          ))}
        </select>
      </ActionForm>
    </Disclosure>
  );
}
