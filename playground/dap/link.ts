/** The connection to the debugger of a host (docs/tools.md): plain data over a WebSocket. */
import { type RawData, WebSocket } from 'ws';
import { decodePlain, encodePlain } from '../../runtime/codec/index.js';
import type { Plain } from '../../runtime/environment.js';
import { Refusal } from './target.js';

const PROTOCOL = 'postern-debug';

export type PlainRecord = { readonly [key: string]: Plain };

const bytesOf = (data: RawData): Uint8Array =>
  Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);

export class HostLink {
  #closed: (why: string) => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {}

  /**
   * @param address of the server
   * @throws Refusal
   */
  static open(address: URL, credentials: string): Promise<HostLink> {
    const url = new URL('/Admin/Debug/', address);
    url.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, PROTOCOL, {
      headers: { Authorization: credentials },
      maxPayload: 256 << 20,
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(new HostLink(socket)));
      socket.on('unexpected-response', (_request, response) => {
        const reasons: Readonly<Record<number, string>> = {
          401: 'The server does not know this name and password.',
          404: 'This server has no debugger: its setting Debugger is off.',
        };
        const status = response.statusCode ?? 0;
        reject(new Refusal(reasons[status] ?? `The server answers with status ${status}.`));
        socket.terminate();
      });
      socket.on('error', error => reject(new Refusal(`The server cannot be reached: ${error.message}`)));
    });
  }

  /** Takes everything that comes; what is damaged ends the connection. */
  listen(take: (message: PlainRecord) => void, closed: (why: string) => void): void {
    this.#closed = closed;
    this.socket.on('message', data => {
      let message: Plain;
      try {
        message = decodePlain(bytesOf(data));
      } catch {
        message = null;
      }
      if (typeof message !== 'object' || message === null || !('kind' in message)) {
        this.socket.terminate();
        this.#closed('The server sends what is no message.');
      } else take(message as PlainRecord);
    });
    this.socket.on('close', () => this.#closed('The server has ended the connection.'));
  }

  send(message: PlainRecord): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encodePlain(message));
  }

  async close(): Promise<void> {
    this.#closed = () => undefined;
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise(resolve => this.socket.on('close', resolve));
    this.socket.close(1000);
    const timer = setTimeout(() => this.socket.terminate(), 2_000);
    await closed;
    clearTimeout(timer);
  }
}
