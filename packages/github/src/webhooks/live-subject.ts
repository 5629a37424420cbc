import type { ApplyContext, LiveSubject } from "./event-handler.ts";
import type { PayloadUser } from "./payload/user.ts";

const longestTitle = 200;

type About = {
  readonly number?: number;
  readonly title?: string | null;
  readonly actor: PayloadUser | undefined;
};

/** What readers of the workspace see of something that happened. */
export function liveSubject(ctx: ApplyContext, kind: string, about: About): LiveSubject {
  const { number, title, actor } = about;
  return {
    kind,
    subject: {
      repository: ctx.repository.fullName,
      ...(number === undefined ? {} : { number }),
      ...(title === undefined || title === null ? {} : { title: title.slice(0, longestTitle).toWellFormed() }),
      actor: actor?.login ?? null,
    },
  };
}
