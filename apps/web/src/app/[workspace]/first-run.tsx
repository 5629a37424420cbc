import { PageBody } from "../../frame/page-body.tsx";
import { PageHeader } from "../../frame/page-header.tsx";
import { ImportGuide } from "./import-guide.tsx";
import { RefreshUntilData } from "./refresh-until-data.tsx";

/** What somebody sees before any data is there: two commands, and a page that turns into the dashboard by itself. */
export function FirstRun() {
  return (
    <>
      <PageHeader title="Get data in" note="Two commands, in the folder where you started Pulse-Hub" />
      <PageBody>
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 lg:pt-6">
          <ImportGuide />
          <RefreshUntilData />
        </div>
      </PageBody>
    </>
  );
}
