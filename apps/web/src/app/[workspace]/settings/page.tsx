import { redirect } from "next/navigation";

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function SettingsPage({ params }: PageProps): Promise<never> {
  const { workspace: slug } = await params;
  redirect(`/${slug}/settings/connections`);
}
