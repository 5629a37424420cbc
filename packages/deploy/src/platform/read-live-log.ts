import { parseJson } from "@pulse/kit";
import { z } from "zod";

const frame = z.object({ data: z.string() });

/** A live log stays open for as long as its component writes: after this long without a line, what was heard is what there is. */
const quietMs = 1_500;
const longestMs = 10_000;
const mostCharacters = 200_000;

/** What a live log has to say now: frames {"data":"…"} until it ends, is quiet, or is enough. Null when it cannot be heard. */
export async function readLiveLog(url: string): Promise<string | null> {
  return await new Promise((resolve) => {
    const socket = new WebSocket(url);
    let text = "";
    let hasOpened = false;
    const stop = () => {
      clearTimeout(longest);
      clearTimeout(quiet);
      socket.close();
      resolve(hasOpened ? text : null);
    };
    const longest = setTimeout(stop, longestMs);
    let quiet = setTimeout(stop, longestMs);
    socket.addEventListener("open", () => {
      hasOpened = true;
    });
    socket.addEventListener("message", ({ data }) => {
      const parsed = frame.safeParse(typeof data === "string" ? parseJson(data) : null);
      if (parsed.success) text += parsed.data.data;
      clearTimeout(quiet);
      quiet = setTimeout(stop, text.length > mostCharacters ? 0 : quietMs);
    });
    socket.addEventListener("close", stop);
    socket.addEventListener("error", stop);
  });
}
