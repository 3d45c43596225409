/**
 * One PWD connection: reads lines, runs them strictly in order, gathers the answers of lines that arrived together
 * in one write, and stops reading while the client does not read.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Principal } from '../../objects/api.js';
import { statusLine } from '../output.js';
import { LineBuffer, TOO_LONG } from './lines.js';
import type { PwdAnswer, PwdState } from './types.js';
import { handleLine } from './verbs.js';

/** Answers are written when so many bytes are gathered. */
const BATCH = 64 * 1024;
/** More bytes that the client has not taken stop the work for it. */
const UNSENT = 1024 * 1024;
/** More bytes that are not worked on stop the reading, once they hold a whole line. */
const UNREAD = 256 * 1024;

/** Longest line of somebody who is not known yet: a name and a password need no more. */
const BEFORE_LOGIN = 16 * 1024;

export class PwdConnection {
  private readonly lines: LineBuffer;
  private out: Bytes = '';
  private busy = false;
  private closing = false;
  /** The client sends no more: what it sent is answered first. */
  private inputEnded = false;
  private flushing: NodeJS.Immediate | null = null;
  private socket: Socket;

  /** @param ended told once when the connection is gone */
  constructor(
    socket: Socket,
    private readonly state: PwdState,
    private readonly ended: () => void,
  ) {
    this.socket = socket;
    const { maxLine } = state.settings;
    this.lines = new LineBuffer(() => (state.who === null ? Math.min(maxLine, BEFORE_LOGIN) : maxLine));
    socket.setNoDelay(true);
    this.listen(socket);
    socket.once('close', () => this.ended());
  }

  /** Whoever is logged in. */
  get who(): Principal | null {
    return this.state.who;
  }

  /** Sends the greeting. */
  greet(line: Bytes): void {
    this.out += line;
    this.flush();
  }

  /** Ends the connection as soon as no command runs. */
  end(): void {
    this.closing = true;
    if (!this.busy) this.finish();
  }

  private listen(socket: Socket): void {
    socket.setTimeout(this.state.settings.idle);
    // Not the callback of setTimeout: that one is called once, and a command may be at work then.
    socket.on('timeout', () => {
      if (!this.busy) this.socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => {
      this.lines.push(chunk.toString('latin1'));
      this.drive();
      if (this.busy && this.lines.waiting > UNREAD) socket.pause();
    });
    socket.on('drain', () => this.drive());
    socket.on('end', () => {
      this.inputEnded = true;
      this.drive();
    });
    socket.on('error', error => this.state.log.low(`connection lost: ${error.message}`));
  }

  /** Works on the lines that are there. */
  private drive(): void {
    while (!this.busy && !this.closing) {
      if (this.socket.writableLength > UNSENT) {
        this.socket.pause();
        return;
      }
      const line = this.lines.next();
      if (line === null) break;
      if (line === TOO_LONG) {
        this.give({ lines: statusLine(500, 'the line is too long'), after: 'close' });
        break;
      }
      // A command may end the connection that it came by: its answer goes first.
      this.busy = true;
      const answer = handleLine(this.state, line);
      if (answer instanceof Promise) {
        this.wait(answer);
        continue;
      }
      this.busy = false;
      const isEnding = this.closing;
      this.give(answer);
      if (isEnding) this.finish();
    }
    if (!this.busy && !this.closing && this.socket.isPaused()) this.socket.resume();
    if (this.inputEnded && !this.busy && !this.closing) this.finish();
    else if (!this.busy) this.flush();
    else if (this.out !== '') this.flushing ??= setImmediate(() => this.flush());
  }

  private wait(answer: Promise<Bytes | PwdAnswer>): void {
    const done = async (): Promise<void> => {
      const value = await answer;
      if (typeof value !== 'string' && value.body !== undefined) await this.stream(value.lines, value.body);
      else this.give(value);
      this.busy = false;
      if (this.closing) this.finish();
      else this.drive();
    };
    done().catch((error: unknown) => {
      this.state.log.failure(
        `connection ended: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
      this.socket.destroy();
    });
  }

  /** Sends a line while it is read, no faster than the client takes it. */
  private async stream(begin: Bytes, body: AsyncIterable<Bytes>): Promise<void> {
    this.out += begin;
    for await (const piece of body) {
      this.out += piece;
      if (this.out.length > BATCH) this.flush();
      while (this.socket.writableLength > UNSENT && !this.socket.destroyed) await this.drained();
      if (this.socket.destroyed) return;
    }
    this.out += '\r\n';
  }

  private drained(): Promise<void> {
    const { socket } = this;
    return new Promise(resolve => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }

  private give(answer: Bytes | PwdAnswer): void {
    if (typeof answer === 'string') {
      this.out += answer;
      if (this.out.length > BATCH) this.flush();
      return;
    }
    this.out += answer.lines;
    if (answer.after === 'close') this.finish();
    else if (answer.after === 'tls') this.upgrade();
  }

  private flush(): void {
    if (this.flushing !== null) {
      clearImmediate(this.flushing);
      this.flushing = null;
    }
    if (this.out === '' || this.socket.destroyed) return;
    const out = this.out;
    this.out = '';
    this.socket.write(out, 'latin1');
  }

  private finish(): void {
    this.closing = true;
    this.lines.clear();
    this.flush();
    this.socket.end();
    // what the client still sends must not keep the connection
    this.socket.resume();
    this.socket.setTimeout(2000, () => this.socket.destroy());
  }

  /** Puts TLS over the connection; what came in clear text behind STLS is forgotten. */
  private upgrade(): void {
    const secureContext = this.state.options.tls();
    if (secureContext === null) return;
    this.flush();
    this.lines.clear();
    const plain = this.socket;
    for (const event of ['data', 'drain', 'end', 'timeout']) plain.removeAllListeners(event);
    plain.setTimeout(0);
    const ofName = this.state.options.tlsOfName;
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext,
      ...(ofName ? { SNICallback: (name, done) => done(null, ofName(name)) } : {}),
    });
    this.state.secure = true;
    this.socket = secure;
    this.listen(secure);
  }
}
