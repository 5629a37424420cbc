import { redirect } from "next/navigation";

import { getRuntime } from "../server/runtime.ts";
import { requirePerson } from "../server/open-request.ts";
import { NoWorkspace } from "../sign-in/no-workspace.tsx";

/** Leads everybody to the workspace that they joined first. */
export default async function Home() {
  const { db, listWorkspaces } = getRuntime();
  const { userId, login } = await requirePerson();
  const [first] = await listWorkspaces(db, userId);
  if (first !== undefined) redirect(`/${first.slug}`);
  return <NoWorkspace login={login} />;
}
