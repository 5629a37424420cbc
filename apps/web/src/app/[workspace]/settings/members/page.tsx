import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InviteCard } from "./invite-card.tsx";
import { LeaveCard } from "./leave-card.tsx";
import { MemberCard } from "./member-card.tsx";
import { TeamList } from "./team-list.tsx";

export const metadata: Metadata = { title: "Members" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function MembersPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, person, workspace } = await openRequest(slug);
    const mayManage = workspace.role === "owner" || workspace.role === "admin";
    const [{ members }, { invitations }, { teams }] = await Promise.all([
      actions.listMembers.run(ctx, {}),
      mayManage ? actions.listInvitations.run(ctx, {}) : { invitations: [] },
      actions.listTeamMembers.run(ctx, {}),
    ]);
    return { members, invitations, teams, mayManage, person, workspace };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The list of members"
        back={{ href: `/${slug}/settings/members`, text: "Try again" }}
      />
    );
  }
  const { members, invitations, teams, mayManage, person, workspace } = loaded.value;
  return (
    <>
      <SettingsHeader slug={slug} current="members" note="Who is in this workspace, and what each may do" />
      <PageBody>
        {mayManage && <InviteCard slug={slug} />}
        {invitations.length > 0 && (
          <InvitationList slug={slug} invitations={invitations} timeZone={workspace.timeZone} />
        )}
        <section aria-labelledby="members">
          <h2 id="members" className="sr-only">
            Members
          </h2>
          <ul className="flex flex-col gap-3">
            {members.map((member) => (
              <MemberCard
                key={member.userId}
                slug={slug}
                member={member}
                isSelf={member.userId === person.userId}
                mayManage={mayManage && (workspace.role === "owner" || member.role !== "owner")}
                mayMakeOwners={workspace.role === "owner"}
                timeZone={workspace.timeZone}
              />
            ))}
          </ul>
        </section>
        <TeamList teams={teams} timeZone={workspace.timeZone} />
        <LeaveCard slug={slug} />
      </PageBody>
    </>
  );
}
