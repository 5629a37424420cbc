import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";

const block = "rounded-8 border border-line bg-panel";

/** The shape of the dashboard. Stays unseen for the first 200 ms, which is all that warm data takes. */
export function PullsSkeleton() {
  return (
    <div role="status" aria-label="Loading pull requests">
      <PageHeader title="PR Analytics" note="Reading the numbers" />
      <div className="appear-late">
        <PageBody>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
            {Array.from({ length: 12 }, (_, index) => (
              <div key={index} className={`${block} h-38`} />
            ))}
          </div>
          <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
            <div className={`${block} h-96 md:col-span-2 xl:col-span-4`} />
            <div className={`${block} h-96 md:col-span-2`} />
            <div className={`${block} h-96 xl:col-span-3`} />
            <div className={`${block} h-96 xl:col-span-3`} />
          </div>
        </PageBody>
      </div>
    </div>
  );
}
