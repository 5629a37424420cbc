/** On every page of an installation whose people and repositories are made up. */
export function DemoMark() {
  return (
    <p className="border-b border-line bg-accent-soft px-4 py-1.5 text-12 lg:px-8">
      <strong className="font-semibold">Demo data.</strong> Everything here is made up, by a GitHub that runs on this
      machine.
    </p>
  );
}
