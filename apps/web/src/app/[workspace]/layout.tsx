import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { BottomBar } from "../../frame/bottom-bar.tsx";
import { PendingNavigation, PendingPage } from "../../frame/pending-page.tsx";
import { Sidebar } from "../../frame/sidebar.tsx";
import { readTheme, themeCookie } from "../../frame/theme.ts";
import { ErrorFace } from "../../frame/error-face.tsx";
import { explainError } from "../../problem/explain-error.ts";
import { loadOrExplain } from "../../server/load-or-explain.ts";
import { openRequest } from "../../server/open-request.ts";

type LayoutProps = { readonly children: ReactNode; readonly params: Promise<{ readonly workspace: string }> };

export default async function WorkspaceLayout({ children, params }: LayoutProps) {
  const { workspace: slug } = await params;
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const opened = await loadOrExplain(() => openRequest(slug));
  if (!opened.isLoaded) {
    if (explainError(opened.error).code === "not_found") notFound();
    return (
      <main>
        <ErrorFace {...opened} what="This workspace" back={{ href: `/${slug}`, text: "Try again" }} />
      </main>
    );
  }
  return (
    <PendingNavigation>
      <div className="flex min-h-dvh">
        <a
          href="#content"
          className="sr-only z-50 rounded-8 bg-raised px-4 py-2 focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          Skip to the content
        </a>
        <Sidebar workspace={opened.value.workspace} theme={theme} />
        <main id="content" className="relative min-w-0 flex-1">
          <PendingPage>{children}</PendingPage>
        </main>
        <BottomBar slug={slug} theme={theme} />
      </div>
    </PendingNavigation>
  );
}
