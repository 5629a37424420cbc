/** What a picture of a panel shows beside its chart. */
export type PictureWords = {
  readonly title: string;
  /** How fresh it is, and of what. */
  readonly note: string;
  readonly legend: readonly { readonly text: string; readonly colour: string }[];
};

type PictureInput = PictureWords & {
  /** As the page shows it: its colours are variables of the page. */
  readonly svg: SVGSVGElement;
  readonly theme: "light" | "dark";
};

const font = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const [margin, head, foot] = [20, 56, 36];
// Sharp on screens with two dots a pixel, and in print.
const scale = 2;

/** The chart with its title, legend and freshness, in the colours of a theme, whichever the page wears. Throws when the browser cannot draw it. */
export async function drawPicture({ svg, theme, title, note, legend }: PictureInput): Promise<Blob> {
  const colourOf = readColours(theme);
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * margin) * scale;
  canvas.height = (head + height + foot) * scale;
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("this browser draws no pictures");
  pen.scale(scale, scale);
  pen.fillStyle = colourOf("--panel");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "middle";
  pen.fillStyle = colourOf("--text");
  pen.font = `600 15px ${font}`;
  pen.fillText(title, margin, 20, width);
  pen.font = `12px ${font}`;
  let left = margin;
  for (const { text, colour } of legend) {
    pen.fillStyle = colourOf(colour);
    pen.fillRect(left, 38, 8, 8);
    pen.fillStyle = colourOf("--muted");
    pen.fillText(text, left + 13, 42);
    left += 13 + pen.measureText(text).width + 14;
  }
  pen.fillStyle = colourOf("--muted");
  pen.fillText(note, margin, head + height + foot / 2, width);
  pen.drawImage(await toImage(svg, { width, height, colourOf }), margin, head, width, height);
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, "image/png");
  const blob = await promise;
  if (blob === null) throw new Error("this browser writes no pictures");
  return blob;
}

type ColourOf = (variable: string) => string;

/** What a variable of the page is in a theme: the page wears it for the moment in which it is asked, which nobody sees. */
function readColours(theme: PictureInput["theme"]): ColourOf {
  const known = new Map<string, string>();
  return (variable) => {
    const found = known.get(variable);
    if (found !== undefined) return found;
    const { dataset } = document.documentElement;
    const worn = dataset["theme"] ?? "system";
    const probe = document.createElement("span");
    probe.style.color = `var(${variable})`;
    document.body.append(probe);
    dataset["theme"] = theme;
    const { color } = getComputedStyle(probe);
    dataset["theme"] = worn;
    probe.remove();
    known.set(variable, color);
    return color;
  };
}

type ImageInput = { readonly width: number; readonly height: number; readonly colourOf: ColourOf };

/** A picture stands alone: it knows neither the variables of the page nor its fonts. */
async function toImage(svg: SVGSVGElement, { width, height, colourOf }: ImageInput): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error("a copy of a drawing is a drawing");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width * scale));
  copy.setAttribute("height", String(height * scale));
  const text = new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, variable: string) => colourOf(variable))
    .replaceAll(/font-family:\s*inherit/g, `font-family:${font.replaceAll('"', "'")}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}
