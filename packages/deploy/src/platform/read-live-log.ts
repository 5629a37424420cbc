import { listenToLog } from "./listen-to-log.ts";

/** A live log stays open for as long as its component writes: after this long without a line, what was heard is what there is. */
const quietMs = 1_500;
const longestMs = 10_000;
const mostCharacters = 200_000;

/** What a live log has to say now: until it ends, is quiet, or is enough. Null when it cannot be heard. */
export async function readLiveLog(url: string): Promise<string | null> {
  const enough = new AbortController();
  let text = "";
  const stop = () => {
    enough.abort();
  };
  const longest = setTimeout(stop, longestMs);
  let quiet = setTimeout(stop, longestMs);
  const hasOpened = await listenToLog(url, {
    signal: enough.signal,
    onText: (more) => {
      text += more;
      clearTimeout(quiet);
      quiet = setTimeout(stop, text.length > mostCharacters ? 0 : quietMs);
    },
  });
  clearTimeout(longest);
  clearTimeout(quiet);
  return hasOpened ? text : null;
}
