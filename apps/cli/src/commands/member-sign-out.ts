import { listMembers, signOutMembers } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { withActionContext } from "../with-action-context.ts";

export const memberSignOut = command({
  name: "member sign-out",
  summary: "End every session of a member, or of all members; they sign in again",
  examples: ["./pulse member sign-out octocat", "./pulse member sign-out --all"],
  args: z.object({
    login: z.string().optional().describe("their login at GitHub"),
    all: z.boolean().default(false).describe("everybody but the local owner"),
  }),
  positionals: ["login"],
  run: async (ctx, { login, all }) => {
    if ((login === undefined) !== all) throw new AppError("invalid", "Name one login, or say --all");
    const done = await withActionContext(ctx, async (actionCtx) => {
      if (login === undefined) return await signOutMembers.run(actionCtx, { userId: null });
      const { members } = await listMembers.run(actionCtx, {});
      const member = members.find((each) => each.login?.toLowerCase() === login.toLowerCase());
      if (member === undefined) throw new AppError("not_found", `${login} is no member of this workspace`);
      return await signOutMembers.run(actionCtx, { userId: member.userId });
    });
    if (ctx.json) ctx.printJson(done);
    else ctx.out(`Ended ${done.sessions} ${done.sessions === 1 ? "session" : "sessions"}`);
  },
});
