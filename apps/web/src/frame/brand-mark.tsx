export function BrandMark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 20 20" className="shrink-0">
      <path d="M10 0.8 19.2 10 10 19.2 0.8 10Z" fill="var(--accent)" />
      <path
        d="M4.6 10h2.6l1.6-3.4 2.5 6.6 1.5-3.2h2.6"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
