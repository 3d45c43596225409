/** An editor that speaks to `postern dap` over streams of bytes. */
import { PassThrough } from 'node:stream';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { FrameReader, frame } from '../../playground/lsp/framing.js';

export interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: Record<string, unknown>;
}

/** An editor. */
export class Client {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly ended: Promise<number | null>;
  private readonly received: Message[] = [];
  private waiting: (() => void)[] = [];
  private seq = 1;
  private seen = 0;

  constructor() {
    const reader = new FrameReader(message => {
      this.received.push(message as Message);
      for (const wake of this.waiting.splice(0)) wake();
    });
    this.output.on('data', (chunk: Buffer) => reader.push(chunk));
    const io = {
      out: () => undefined,
      err: () => undefined,
      color: false,
      cwd: '/',
      signal: new AbortController().signal,
    };
    this.ended = runAuthorCommand('dap', [], { ...io, input: this.input, output: this.output });
  }

  async ask(command: string, args: object = {}): Promise<Message> {
    const seq = this.seq++;
    this.input.write(frame({ seq, type: 'request', command, arguments: args }));
    return this.find(message => message.request_seq === seq, 0);
  }

  /** The next event of this name. */
  async event(name: string): Promise<Message> {
    const found = await this.find(message => message.event === name, this.seen);
    this.seen = this.received.indexOf(found) + 1;
    return found;
  }

  private async find(wanted: (message: Message) => boolean, from: number): Promise<Message> {
    for (;;) {
      const found = this.received.slice(from).find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>(wake => this.waiting.push(wake));
    }
  }
}
