import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

// RFC 6455, 1.3 and 5.2: the key of the handshake, and a text frame that is not masked, as servers send them.
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const textFrame = 0x81;
const closeFrame = 0x88;
const longMark = 126;
const shortest = 126;

/** A live log that is listened to. */
export type LiveLog = { readonly write: (text: string) => void; readonly end: () => void };

/** Sends each line in a frame {"data":"…"}, as the platform's live log does; ended, as it is when nothing more is written, it says so. */
export function serveLiveLog(request: IncomingMessage, socket: Duplex): LiveLog {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"] ?? ""}${magic}`)
    .digest("base64");
  const end = () => {
    if (!socket.writableEnded) socket.end(Buffer.from([closeFrame, 0]));
  };
  // All that the other side says is its farewell.
  socket.on("data", end);
  socket.on("error", () => socket.destroy());
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return {
    write: (text) => {
      for (const line of text.split(/(?<=\n)/)) if (line !== "") socket.write(frame(JSON.stringify({ data: line })));
    },
    end,
  };
}

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < shortest) return Buffer.concat([Buffer.from([textFrame, body.length]), body]);
  const head = Buffer.from([textFrame, longMark, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}
