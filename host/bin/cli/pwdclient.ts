/** A client of the PWD protocol, for people and scripts (cli.md 2.1). */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTLS } from 'node:tls';
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';

/** What a command answered: the output on one line for 201. */
export interface PwdReply {
  readonly code: number;
  readonly text: Bytes;
}

export interface PwdTarget {
  readonly host: string;
  /** Ports to try, in this order. */
  readonly ports: readonly number[];
  readonly user: string;
  readonly password: string;
  /** Send the password without TLS even to another host. */
  readonly plain: boolean;
}

const LOOPBACK = /^(?:localhost|127\.|::1$|\[::1\]$)/i;

/** Connects to the first port where somebody listens. */
async function reach({ host, ports }: PwdTarget): Promise<Socket> {
  let reason = 'no port';
  for (const port of ports) {
    const socket = connect({ port, host });
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      reason = (error as NodeJS.ErrnoException).code ?? 'no connection';
    }
  }
  throw new Error(`no PWD server on ${host}, port ${ports.join(' or ')} (${reason})`);
}

export class PwdClient {
  private buffer = '';
  private wake: (() => void) | null = null;
  private failure: Error | null = null;

  private constructor(private socket: Socket) {
    this.listen();
  }

  /** Connects, starts TLS unless the server is on this host, and logs in. */
  static async open(target: PwdTarget): Promise<PwdClient> {
    const client = new PwdClient(await reach(target));
    try {
      await client.start(target);
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  private listen(): void {
    const { socket } = this;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.buffer += chunk;
      this.wake?.();
    });
    const end = (error?: Error): void => {
      this.failure ??= error ?? new Error('the server closed the connection');
      this.wake?.();
    };
    socket.on('error', end);
    socket.on('close', () => end());
  }

  private async start({ host, user, password, plain }: PwdTarget): Promise<void> {
    const need = (reply: PwdReply, code: number): void => {
      if (reply.code !== code) throw new Error(`${reply.code} ${decodeUtf8(reply.text)}`);
    };
    need(await this.reply(), 200);
    if (!LOOPBACK.test(host) && !plain) {
      const reply = await this.send('STLS');
      if (reply.code !== 200)
        throw new Error(`${host} offers no TLS: --plain sends the password in clear text`);
      await this.secure(host);
    }
    need(await this.send(encodeUtf8(`USER ${user}`)), 300);
    need(await this.send(encodeUtf8(`PASS ${password}`)), 200);
    need(await this.send('INLINE'), 200);
  }

  private async secure(host: string): Promise<void> {
    for (const event of ['data', 'error', 'close']) this.socket.removeAllListeners(event);
    const plain = this.socket;
    this.socket = connectTLS({ socket: plain, servername: host });
    this.listen();
    await once(this.socket, 'secureConnect');
  }

  /** Sends a command. Rejects when the connection is gone. */
  send(command: Bytes): Promise<PwdReply> {
    if (/[\r\n]/.test(command)) throw new Error('a command is one line');
    this.socket.write(`${command}\r\n`, 'latin1');
    return this.reply();
  }

  private async reply(): Promise<PwdReply> {
    let end = this.buffer.indexOf('\n');
    while (end < 0) {
      if (this.failure !== null) throw this.failure;
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
      end = this.buffer.indexOf('\n');
    }
    const line = this.buffer.slice(0, end).replace(/\r$/, '');
    this.buffer = this.buffer.slice(end + 1);
    return { code: Number(line.slice(0, 3)), text: line.slice(4) };
  }

  close(): void {
    this.socket.end('QUIT\r\n');
    this.socket.unref();
  }
}
