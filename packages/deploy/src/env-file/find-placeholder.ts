type Form = { readonly what: string; readonly pattern: RegExp };

/** Ways in which templates say "put yours here". Each was found in documents that people copy from. */
const forms: readonly Form[] = [
  { what: "a name in angle brackets", pattern: /<[A-Za-z][^<>\n]*>/ },
  // Not `[::1]`: that is an address.
  { what: "a name in square brackets", pattern: /\[[A-Za-z][A-Za-z0-9 _-]*\]/ },
  { what: "a name in double braces", pattern: /\{\{[^{}]*\}\}/ },
  { what: "a row of X", pattern: /X{4,}|(?<![A-Za-z0-9])x{4,}/ },
  { what: "a row of one sign", pattern: /^([A-Za-z0-9*.#_-])\1{5,}$/ },
  { what: "digits in order", pattern: /(?:0?123456789(?:0|a|$))|(?:0123456789)|^abcdef(?:gh|0123|123)/i },
  { what: "an end that is left out", pattern: /(?:\.\.\.|…)$/ },
  {
    what: "a word that stands for a value",
    pattern:
      /\b(?:(?:TODO|FIXME|TBD)\b|CHANGE[-_ ]?ME|REPLACE[-_ ]?(?:ME|THIS|WITH)|PLACEHOLDER|INSERT[-_ ]|FILL[-_ ]?(?:ME|IN))/i,
  },
  { what: "your-something", pattern: /(?:^|[^A-Za-z])your[-_ ][a-z]/i },
  { what: "a host of examples", pattern: /(?:^|[/@.])example\.(?:com|org|net)(?=$|[:/?#])/i },
  {
    what: "a word nobody would choose",
    pattern:
      /^(?:example|secret|password|passwd|pass|token|changeit|hunter2|value|string|none|null|undefined|dummy|foo|bar|test)$/i,
  },
  {
    what: "a word nobody would choose as a password",
    pattern: /:\/\/[^:/@\s]+:(?:password|passwd|pass|secret|changeme)@/i,
  },
];

/** What in a value is left of a template, in words; null when nothing is. Never repeats the value. */
export function findPlaceholder(value: string): string | null {
  // `${web.PRIVATE_URL}` is filled in by the platform.
  const own = value.replaceAll(/\$\{[A-Za-z0-9_.-]+\}/g, "bound");
  return forms.find(({ pattern }) => pattern.test(own))?.what ?? null;
}
