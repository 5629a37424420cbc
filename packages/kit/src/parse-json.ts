/** The value of a JSON text; null for what is no JSON, as for the text `null`: for texts whose shape is checked afterwards. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
