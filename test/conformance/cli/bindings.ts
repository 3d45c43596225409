/** The ways in which transcripts reach a server: each binding is one entry of the table. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { isArray } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { type CliServer, PROGRAM_NAME } from './server.js';
import { objectOf } from './transcript.js';
import { ximss } from './ximss.js';

/** What a command answered, as far as the binding can tell. */
export interface Answer {
  /** Null where only success and failure differ. */
  readonly code: number | null;
  readonly failed: boolean;
  readonly text: string;
  /** Undefined: no output. */
  readonly output: Value | undefined;
}

/** A login that commands are sent through. */
export interface Channel {
  send(command: string): Promise<Answer>;
  close(): void;
}

export interface Binding {
  readonly name: string;
  /** The number that success has here. */
  success(code: number): number;
  open(server: CliServer, login: string, password: string): Promise<Channel>;
}

/** Lines of a connection. */
export class Wire {
  private readonly pending: string[] = [];
  private rest = '';
  private waiting: ((line: string | null) => void) | null = null;
  private ended = false;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      const parts = (this.rest + chunk).split('\n');
      this.rest = parts.pop() ?? '';
      this.pending.push(...parts);
      this.wake();
    });
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  static async to(port: number): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  private wake(): void {
    const { waiting } = this;
    if (waiting === null || (this.pending.length === 0 && !this.ended)) return;
    this.waiting = null;
    waiting(this.pending.shift() ?? null);
  }

  /** The next line without its LF, null at the end of the connection. */
  line(): Promise<string | null> {
    return new Promise(resolve => {
      this.waiting = resolve;
      this.wake();
    });
  }

  /** The next line, which must end with CR LF. */
  async whole(): Promise<string> {
    const line = await this.line();
    if (line === null) throw new Error('the connection is closed');
    if (!line.endsWith('\r')) throw new Error(`no CR LF behind ${line}`);
    return line.slice(0, -1);
  }

  write(text: Bytes): void {
    this.socket.write(text, 'latin1');
  }

  destroy(): void {
    this.socket.destroy();
  }
}

const pwd: Binding = {
  name: 'pwd',
  success: code => code,
  async open(server, login, password) {
    const wire = await Wire.to(server.pwdPort);
    const ask = async (line: string, code: number): Promise<void> => {
      wire.write(encodeUtf8(`${line}\r\n`));
      const answer = await wire.whole();
      if (!answer.startsWith(`${code} `)) throw new Error(`login of ${login}: ${answer}`);
    };
    await wire.whole();
    await ask(`USER ${login}`, 300);
    await ask(`PASS ${password}`, 200);
    await ask('INLINE', 200);
    return {
      async send(command) {
        wire.write(encodeUtf8(`${command}\r\n`));
        const line = await wire.whole();
        const code = Number(line.slice(0, 3));
        const text = line.slice(4);
        const output = code === 201 ? objectOf(text) : undefined;
        return { code, failed: code >= 300, text: decodeUtf8(text), output };
      },
      close: () => wire.destroy(),
    };
  },
};

/** HTTP Basic credentials in UTF-8. */
function basic(login: string, password: string): string {
  return `Basic ${Buffer.from(`${login}:${password}`, 'utf8').toString('base64')}`;
}

const http: Binding = {
  name: 'http',
  success: () => 200,
  open: async (server, login, password) => ({
    async send(command) {
      const response = await fetch(`http://127.0.0.1:${server.httpPort}/CLI/`, {
        method: 'POST',
        body: new URLSearchParams({ command }),
        headers: { authorization: basic(login, password) },
      });
      const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
      const failed = response.status !== 200;
      const output = failed || text === '' ? undefined : objectOf(text);
      return { code: response.status, failed, text: decodeUtf8(text), output };
    },
    close: () => undefined,
  }),
};

/** ExecuteCLI in a program of the realm `/auth/`: no numbers, and null stands for no output, too. */
const program: Binding = {
  name: 'ExecuteCLI',
  success: code => code,
  open: async (server, login, password) => ({
    async send(command) {
      const response = await fetch(`http://127.0.0.1:${server.httpPort}/auth/${PROGRAM_NAME}`, {
        method: 'POST',
        body: new URLSearchParams({ command }),
        headers: { authorization: basic(login, password) },
      });
      const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
      const answer = response.status === 200 ? objectOf(text) : null;
      if (!isArray(answer)) throw new Error(`the program answers ${response.status} ${text.slice(0, 200)}`);
      const [error = null, output = null] = answer;
      return {
        code: null,
        failed: error !== null,
        text: decodeUtf8(typeof error === 'string' ? error : ''),
        output: output === null ? undefined : output,
      };
    },
    close: () => undefined,
  }),
};

/** Every binding of this runner. */
export const BINDINGS: readonly Binding[] = [pwd, http, program, ximss];
