/**
 * Text that came from people outside, fit to be read by a model: nothing in it that a person would not see. It stays what it is otherwise;
 * whoever reads it must still take it for data.
 */
export function cleanText(text: string): string {
  if (!isSuspicious.test(text)) return text;
  // What is taken away may bring together what was kept apart, so it is done until nothing changes.
  let before = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const after = clean(before);
    if (after === before) return after;
    before = after;
  }
  return before.replaceAll("<!--", "");
}

/** Every text inside a value, cleaned. */
export function cleanTexts(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleanTexts(inner)]));
}

// Controls but tab and line ends; whatever Unicode lets programs ignore: zero width, bidirectional and variation marks, tags.
const invisible = /[^\P{Cc}\t\n\r]|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\ufff9-\ufffb]/gu;
const htmlComment = /<!--[^]*?(?:-->|$)/g;
/** Behind the language of a code fence nobody sees what stands there. */
const fenceWords = /^([ \t]*(?:```+|~~~+)[ \t]*[\w+#.-]*)[^\n`]*$/gm;
const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(?:shy|ZeroWidthSpace|zwj|zwnj|lrm|rlm|NoBreak|af|it|ic));/g;
const isSuspicious = new RegExp(`${invisible.source}|<!--|&[#A-Za-z]|\`\`\`|~~~`, "u");
const mostRounds = 20;

function clean(text: string): string {
  return text
    .replace(entity, (whole, decimal?: string, hex?: string) => {
      if (decimal === undefined && hex === undefined) return "";
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code <= 0x10ffff && String.fromCodePoint(code).replace(invisible, "") === "" ? "" : whole;
    })
    .replace(invisible, "")
    .replace(htmlComment, "")
    .replace(fenceWords, "$1");
}
