/** Connections of the scenarios: a byte stream and a WebSocket, seen the same way. */
import { connect, type Socket } from 'node:net';
import { connect as connectTLS } from 'node:tls';
import { WebSocket } from 'ws';
import { fail } from './scenario.js';
import { type Message, readTree } from './tree.js';

/** Something that documents come from. */
export abstract class Client {
  /** Documents that no step has taken yet. */
  readonly inbox: Message[] = [];
  isClosed = false;
  closeCode: number | null = null;
  private wake: (() => void) | null = null;

  abstract send(documents: readonly string[]): void;
  abstract sendText(text: string): void;
  abstract close(): void;

  protected received(document: string): void {
    this.inbox.push(readTree(document));
    this.wake?.();
  }

  protected closed(code: number | null): void {
    this.isClosed = true;
    this.closeCode ??= code;
    this.wake?.();
  }

  /** Waits for news, at most until the moment. */
  async news(until: number): Promise<void> {
    const left = until - Date.now();
    if (left <= 0) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, left);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}

export class TcpClient extends Client {
  private partial = '';

  private constructor(private socket: Socket) {
    super();
    this.listen();
  }

  static async open(port: number): Promise<TcpClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new TcpClient(socket);
  }

  private listen(): void {
    this.socket.on('data', (chunk: Buffer) => this.data(chunk.toString('latin1')));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.closed(null));
  }

  private data(text: string): void {
    const parts = (this.partial + text).split('\0');
    this.partial = parts.pop() ?? '';
    for (const part of parts) this.received(Buffer.from(part, 'latin1').toString('utf8'));
  }

  send(documents: readonly string[]): void {
    this.socket.write(documents.map(document => `${document}\0`).join(''));
  }

  sendText(text: string): void {
    this.socket.write(text);
  }

  async startTls(): Promise<void> {
    const plain = this.socket;
    plain.removeAllListeners();
    const secure = connectTLS({ socket: plain, rejectUnauthorized: false });
    await new Promise((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
    this.socket = secure;
    this.listen();
  }

  close(): void {
    this.socket.destroy();
  }
}

/** What the `open` step of a WebSocket says. */
export interface Opening {
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly expectStatus?: number;
  readonly expectProtocol?: string;
}

export class WsClient extends Client {
  private constructor(private readonly socket: WebSocket) {
    super();
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.received(data.toString());
    });
    socket.on('close', code => this.closed(code));
    socket.on('error', () => undefined);
  }

  /** Null when the upgrade failed as it had to. */
  static async open(port: number, opening: Opening): Promise<WsClient | null> {
    const { path = '/ximss', protocols = ['ximss'], expectStatus, expectProtocol } = opening;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], {
      headers: { Host: 'example.test' },
    });
    const client = new WsClient(socket);
    const status = await new Promise<number>((resolve, reject) => {
      socket.once('open', () => resolve(101));
      socket.once('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.once('error', reject);
    });
    if (status !== (expectStatus ?? 101)) fail(`the upgrade answers ${status}`);
    if (expectProtocol !== undefined && socket.protocol !== expectProtocol)
      fail(`protocol ${socket.protocol}`);
    return status === 101 ? client : null;
  }

  send(documents: readonly string[]): void {
    for (const document of documents) this.socket.send(document);
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendBinary(bytes: Buffer): void {
    this.socket.send(bytes, { binary: true });
  }

  close(): void {
    this.socket.terminate();
  }
}
