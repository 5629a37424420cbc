import type { ServerResponse } from "node:http";

export type PageStatuses = {
  /** Said by a page while it is drawn: what it has to say is no success. */
  readonly note: (requestId: string, status: number) => void;
  /** Has the answer to this request carry what its page says. */
  readonly wear: (requestId: string, response: ServerResponse) => void;
};

/**
 * Next gives every page that it draws the status 200, and knows no way to say another but its own 404. A page tells it here instead, before
 * its first byte is sent: pages are drawn whole.
 */
export function createPageStatuses(): PageStatuses {
  const statuses = new Map<string, number | null>();
  return {
    note: (requestId, status) => {
      if (statuses.has(requestId)) statuses.set(requestId, status);
    },
    wear: (requestId, response) => {
      statuses.set(requestId, null);
      response.once("close", () => statuses.delete(requestId));
      const send = response.writeHead.bind(response);
      // Node calls it by itself, too, when the first byte goes out.
      const sendWorn = (status: number, ...rest: readonly never[]): ServerResponse => {
        const noted = status === 200 ? (statuses.get(requestId) ?? status) : status;
        return send(noted, ...rest);
      };
      Object.assign(response, { writeHead: sendWorn });
    },
  };
}
