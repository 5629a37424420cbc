import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

// RFC 6455, 1.3 and 5.2: the key of the handshake, and a text frame that is not masked, as servers send them.
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const textFrame = 0x81;
const closeFrame = 0x88;
const longMark = 126;
const shortest = 126;

/** Sends each line in a frame {"data":"…"}, as the platform's live log does, and then ends, as it does when nothing more is written. */
export function serveLiveLog(request: IncomingMessage, socket: Duplex, text: string): void {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"] ?? ""}${magic}`)
    .digest("base64");
  // What the other side still says, its farewell, is read over, so that its end is heard.
  socket.resume();
  socket.on("error", () => socket.destroy());
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  for (const line of text.split(/(?<=\n)/)) if (line !== "") socket.write(frame(JSON.stringify({ data: line })));
  socket.end(Buffer.from([closeFrame, 0]));
}

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < shortest) return Buffer.concat([Buffer.from([textFrame, body.length]), body]);
  const head = Buffer.from([textFrame, longMark, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}
