import { Field, fieldLook } from "../../../ui/field.tsx";
import type { ToolField } from "./tool-fields.ts";

const how: Partial<Record<ToolField["kind"], string>> = {
  list: "with commas between",
  pairs: "name=value, one a line",
};

/** The place where one field of a tool is filled in. */
export function ToolInput({ field }: { readonly field: ToolField }) {
  const { name, kind, note, isRequired, choices, fallback } = field;
  const id = `tool-${name}`;
  const common = { id, name, required: isRequired, className: fieldLook };
  const told = [note, how[kind]].filter(Boolean).join("; ");
  if (kind === "switch") {
    return (
      <label className="inline-flex min-h-10 items-center gap-2 text-13">
        <input type="checkbox" name={name} value="on" />
        {name}
        {told !== "" && <span className="text-12 text-muted">{told}</span>}
      </label>
    );
  }
  return (
    <Field label={isRequired ? `${name} (required)` : name} htmlFor={id} {...(told === "" ? {} : { note: told })}>
      {kind === "choice" && (
        <select {...common} defaultValue={fallback}>
          {!isRequired && fallback === "" && <option value="">any</option>}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      {(kind === "long_text" || kind === "pairs") && (
        <textarea {...common} rows={4} className={`${fieldLook} h-auto py-2`} />
      )}
      {(kind === "text" || kind === "list") && (
        <input {...common} autoComplete="off" spellCheck={false} defaultValue={fallback} />
      )}
      {kind === "number" && <input {...common} type="number" defaultValue={fallback} />}
    </Field>
  );
}
