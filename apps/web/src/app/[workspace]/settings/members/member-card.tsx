import type { Member } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatDay } from "../../../../format/format-instant.ts";
import { fieldLook } from "../../../../ui/field.tsx";
import { changeRoleForm, removeMemberForm, signOutMemberForm } from "./form-actions.ts";
import { roleWords } from "./role-words.ts";

type MemberCardProps = {
  readonly slug: string;
  readonly member: Member;
  readonly isSelf: boolean;
  readonly mayManage: boolean;
  readonly mayMakeOwners: boolean;
  readonly timeZone: string;
};

const roles = ["owner", "admin", "member", "viewer"] as const;

/** Somebody of the workspace; for admins with the ways to change what they are. */
export function MemberCard({ slug, member, isSelf, mayManage, mayMakeOwners, timeZone }: MemberCardProps) {
  const { userId, name, login, role, joinedAt } = member;
  const called = login ?? name;
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-panel p-4 text-13">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h3 className="min-w-48 flex-1 text-14 font-medium break-words">
          {name}
          {login !== null && login !== name && <span className="font-normal text-muted"> {login}</span>}
          {isSelf && <span className="font-normal text-muted"> (you)</span>}
        </h3>
        <p className="text-muted">
          {roleWords[role].label}, since {formatDay(joinedAt.toISOString(), { timeZone })}
        </p>
      </div>
      {mayManage && !isSelf && (
        <div className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-line pt-3">
          <ActionForm
            action={changeRoleForm.bind(null, slug)}
            submit="Change role"
            submitLabel={`Change role of ${called}`}
            pending="Changing…"
            className="sm:flex-row sm:flex-wrap sm:items-center"
          >
            <input type="hidden" name="user" value={userId} />
            <select name="role" aria-label={`Role of ${called}`} defaultValue={role} className={fieldLook}>
              {roles
                .filter((one) => mayMakeOwners || one !== "owner")
                .map((one) => (
                  <option key={one} value={one}>
                    {roleWords[one].label}
                  </option>
                ))}
            </select>
          </ActionForm>
          <ActionForm
            action={signOutMemberForm.bind(null, slug)}
            submit="Sign out"
            submitLabel={`Sign out ${called} everywhere`}
            pending="Signing out…"
            look="quiet"
          >
            <input type="hidden" name="user" value={userId} />
          </ActionForm>
          <details>
            <summary className="inline-flex h-10 items-center text-muted hover:text-text">
              Remove<span className="sr-only"> {called}</span>
            </summary>
            <ActionForm
              action={removeMemberForm.bind(null, slug)}
              submit="Remove"
              submitLabel={`Remove ${called} from the workspace`}
              pending="Removing…"
            >
              <p className="max-w-[65ch] text-muted">
                {called} sees nothing of this workspace from then on, and keys made for it stop working.
              </p>
              <input type="hidden" name="user" value={userId} />
            </ActionForm>
          </details>
        </div>
      )}
    </li>
  );
}
