/** Documents as text frames of a WebSocket (ximss.md 1.6). */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { CloseReason, Wire, WireEvents } from './wire.js';

const PROTOCOL = 'ximss';

const codes: Readonly<Record<CloseReason, number>> = {
  normal: 1000,
  idle: 4000,
  killed: 4001,
  replaced: 4002,
  errors: 1008,
  large: 1009,
};

/** Bytes of frame headers and control frames that a document may come with. */
const OVERHEAD = 4096;
const LINGER = 5_000;

export class WebSocketWire implements Wire {
  private ended = false;
  /** Bytes since the last complete message. */
  private since = 0;
  private wasFull = false;
  /** Pings without answer. */
  private missed = 0;

  constructor(
    private readonly socket: WebSocket,
    raw: Socket,
    private readonly events: WireEvents,
  ) {
    socket.on('message', (data, isBinary) => this.message(data, isBinary));
    socket.on('close', () => events.closed());
    socket.on('error', () => undefined);
    socket.on('pong', (data: Buffer) => {
      this.missed = 0;
      const count = data.toString('latin1');
      if (/^[0-9]{1,15}$/.test(count)) events.confirmed(Number(count));
    });
    raw.on('data', (chunk: Buffer) => this.count(chunk.length));
    raw.on('drain', () => this.drained());
  }

  private message(data: RawData, isBinary: boolean): void {
    this.since = 0;
    if (this.ended) return;
    if (isBinary || !Buffer.isBuffer(data)) {
      this.ended = true;
      this.socket.close(1003, 'text frames only');
    } else if (data.length > this.events.maxDocument()) this.events.tooLarge();
    else this.events.document(data.toString('latin1'));
  }

  /** The limit before login is smaller than the one that ws knows. */
  private count(length: number): void {
    this.since += length;
    if (!this.ended && this.since > this.events.maxDocument() + OVERHEAD) this.events.tooLarge();
  }

  send(document: Bytes): void {
    if (this.ended) return;
    this.socket.send(Buffer.from(document, 'latin1'), { binary: false }, () => this.drained());
    if (this.buffered() > 0) this.wasFull = true;
  }

  get isOpen(): boolean {
    return !this.ended && this.socket.readyState === WebSocket.OPEN;
  }

  buffered(): number {
    return this.socket.bufferedAmount;
  }

  private drained(): void {
    if (!this.wasFull) return;
    this.wasFull = false;
    this.events.drained();
  }

  close(reason: CloseReason): void {
    if (this.ended) return;
    this.ended = true;
    this.socket.close(codes[reason]);
    setTimeout(() => this.socket.terminate(), LINGER).unref();
  }

  destroy(): void {
    this.ended = true;
    this.socket.terminate();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  refuseTls(): string {
    return 'TLS cannot start on a WebSocket';
  }

  startTls(): void {}

  /** Asks whether the peer is still there; after two pings without answer it is gone. */
  ping(): void {
    if (this.missed >= 2) {
      this.destroy();
      return;
    }
    this.missed++;
    // the answer shows that everything before it has arrived
    this.socket.ping(String(this.events.sentCount));
  }
}

/** Completes upgrades. */
export class Upgrader {
  private readonly server: WebSocketServer;

  /** @param maxRequest largest document, in bytes, at the moment */
  constructor(private readonly maxRequest: () => number) {
    this.server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      clientTracking: false,
      handleProtocols: () => PROTOCOL,
    });
  }

  /** Null when the upgrade may go on, else the status that refuses it. */
  static check(request: IncomingMessage, origins: readonly string[]): number | null {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim());
    if (!offered.includes(PROTOCOL)) return 400;
    const { origin } = request.headers;
    if (origins.length > 0 && origin !== undefined && !origins.includes(origin)) return 403;
    return null;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer, opened: (socket: WebSocket) => void): void {
    this.server.options.maxPayload = this.maxRequest();
    this.server.handleUpgrade(request, socket, head, opened);
  }
}

/** Refuses an upgrade. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
