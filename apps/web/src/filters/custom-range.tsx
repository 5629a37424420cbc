"use client";

import { useState, type SubmitEvent } from "react";

import { Button } from "../ui/button.tsx";
import { useFilterNavigation } from "./filter-navigation.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";

type CustomRangeProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  /** First and last day of the window on screen. */
  readonly days: { readonly from: string; readonly to: string };
  readonly onApply: () => void;
};

const dayMs = 86_400_000;
const field = "h-10 w-full min-w-0 rounded-6 border border-line bg-page px-2 text-13";

/** Asks for the first and the last day, as people mean it; the URL holds the day after the last, as the API does. */
export function CustomRange({ pathname, filters, days, onApply }: CustomRangeProps) {
  const go = useFilterNavigation();
  const [problem, setProblem] = useState<string | null>(null);

  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, last] = [form.get("from"), form.get("last")];
    if (typeof from !== "string" || typeof last !== "string" || from === "" || last === "") {
      setProblem("Choose both days.");
      return;
    }
    if (from > last) {
      setProblem("The last day is before the first.");
      return;
    }
    const to = new Date(Date.parse(last) + dayMs).toISOString().slice(0, 10);
    onApply();
    go(toHref(pathname, { ...filters, range: "custom", from, to }));
  };

  return (
    <form onSubmit={apply} className="mt-1 border-t border-line p-2.5 pt-3">
      <div className="grid grid-cols-2 gap-2">
        <label className="flex flex-col gap-1 text-12 text-muted">
          First day
          <input type="date" name="from" defaultValue={days.from} required className={field} />
        </label>
        <label className="flex flex-col gap-1 text-12 text-muted">
          Last day
          <input type="date" name="last" defaultValue={days.to} required className={field} />
        </label>
      </div>
      {problem !== null && (
        <p role="alert" className="mt-2 text-12 text-bad">
          {problem}
        </p>
      )}
      <Button type="submit" className="mt-2 w-full">
        Show these days
      </Button>
    </form>
  );
}
