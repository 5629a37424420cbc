const block = "rounded-8 border border-line bg-panel";

/** The shape of a dashboard, over the page that is being left. Unseen for the first 200 ms, which is all that warm data takes. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="appear-late absolute inset-0 z-30 bg-page">
      <div className="sticky top-0 flex flex-col gap-4 p-4 lg:px-8">
        <div className={`${block} h-10 w-56`} />
        <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
          {Array.from({ length: 12 }, (_, index) => (
            <div key={index} className={`${block} h-38`} />
          ))}
        </div>
        <div className={`${block} h-96`} />
      </div>
    </div>
  );
}
