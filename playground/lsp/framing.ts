/** Messages with a Content-Length header, as language servers and debug adapters exchange them. */

/** Bytes of one message. */
const MOST = 64 * 1024 * 1024;
const MOST_HEADER = 4096;

/** Cuts a stream of bytes into messages. Throws when what comes is no such stream. */
export class FrameReader {
  private buffer = Buffer.alloc(0);

  constructor(private readonly receive: (message: unknown) => void) {}

  push(chunk: Uint8Array): void {
    this.buffer = this.buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) {
        if (this.buffer.length > MOST_HEADER) throw new Error('a message without header');
        return;
      }
      const length = Number(
        /^content-length: *(\d+) *$/im.exec(this.buffer.toString('latin1', 0, end))?.[1] ?? Number.NaN,
      );
      if (!(length <= MOST)) throw new Error('a message without a possible length');
      if (this.buffer.length < end + 4 + length) return;
      const text = this.buffer.toString('utf8', end + 4, end + 4 + length);
      this.buffer = this.buffer.subarray(end + 4 + length);
      this.receive(JSON.parse(text));
    }
  }
}

/** A message with its header. */
export function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}

/** Reads frames from a stream until it ends. */
export async function readFrames(
  input: NodeJS.ReadableStream,
  receive: (message: unknown) => void,
): Promise<void> {
  const reader = new FrameReader(receive);
  for await (const chunk of input) reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
}
