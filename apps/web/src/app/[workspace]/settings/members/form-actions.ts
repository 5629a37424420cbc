"use server";

import { AppError } from "@pulse/kit";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";
import { getRuntime } from "../../../../server/runtime.ts";

const roles = ["owner", "admin", "member", "viewer"] as const;
const invitable = ["admin", "member", "viewer"] as const;

export async function inviteForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const login = readField(form, "login") ?? null;
    const made = await actions.inviteMember.run(ctx, { login, role: readRole(form, invitable) });
    if (login !== null) return { message: `${login} is invited, and is in at the next sign-in with GitHub.` };
    return {
      message: "Send this link to one person. It works once, for a week, and is shown only now:",
      notes: [`${getRuntime().publicUrl}${made.path}`],
    };
  });
}

export async function revokeInvitationForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.revokeInvitation.run(ctx, { id: Number(readField(form, "id")) });
    return { message: "The invitation is taken back." };
  });
}

export async function changeRoleForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const role = readRole(form, roles);
    await actions.changeRole.run(ctx, { userId: readField(form, "user") ?? "", role });
    return { message: `Is ${role} now.` };
  });
}

export async function removeMemberForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    await actions.removeMember.run(ctx, { userId: readField(form, "user") ?? "" });
    return { message: "Is no longer a member." };
  });
}

export async function signOutMemberForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { sessions } = await actions.signOutMembers.run(ctx, { userId: readField(form, "user") ?? "" });
    return { message: sessions === 0 ? "Was signed in nowhere." : "Is signed out on every browser." };
  });
}

export async function leaveForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    if (readField(form, "confirm") !== slug) throw new AppError("invalid", `Type ${slug} to leave this workspace`);
    await actions.leaveWorkspace.run(ctx, {});
    return { message: "You are no longer a member. Open the first page to go on." };
  });
}

function readRole<Role extends string>(form: FormData, known: readonly Role[]): Role {
  const given = readField(form, "role");
  const role = known.find((one) => one === given);
  if (role === undefined) throw new AppError("invalid", `A role is one of ${known.join(", ")}`);
  return role;
}
