const made = new Map<string, Intl.DateTimeFormat>();

// A handful of forms in the few time zones that a process shows; whoever asks for every zone there is fills no memory.
const limit = 200;

/** A formatter, made once: making one takes fifty times as long as writing a date with it. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const found = made.get(key);
  if (found !== undefined) return found;
  const format = new Intl.DateTimeFormat(locale, options);
  if (made.size >= limit) made.clear();
  made.set(key, format);
  return format;
}
