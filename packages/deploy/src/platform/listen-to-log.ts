import { parseJson } from "@pulse/kit";
import { z } from "zod";

const frame = z.object({ data: z.string() });

/** Hears a live log, frames {"data":"…"}, until it ends or the signal does. False when it could not be heard at all. */
export async function listenToLog(
  url: string,
  { onText, signal }: { readonly onText: (text: string) => void; readonly signal: AbortSignal },
): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = new WebSocket(url);
    let hasOpened = false;
    const stop = () => {
      signal.removeEventListener("abort", stop);
      socket.close();
      resolve(hasOpened);
    };
    socket.addEventListener("open", () => {
      hasOpened = true;
    });
    socket.addEventListener("message", ({ data }) => {
      const parsed = frame.safeParse(typeof data === "string" ? parseJson(data) : null);
      if (parsed.success && !signal.aborted) onText(parsed.data.data);
    });
    socket.addEventListener("close", stop);
    socket.addEventListener("error", stop);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
}
