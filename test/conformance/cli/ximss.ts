/** The XIMSS binding of transcripts: `cliExecute` in a session (cli.md 2.4). */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { escapeXmlText, escapeXmlValue, parseXml, xmlToObject } from '../../../stdlib/data/index.js';
import { isXml } from '../../../stdlib/values/is.js';
import type { Xml } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { Answer, Binding, Channel } from './bindings.js';

/** Messages of a connection: XML elements with a zero byte behind each. */
class Messages {
  private readonly pending: Xml[] = [];
  private rest = '';
  private waiting: (() => void) | null = null;
  private ended = false;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      const parts = (this.rest + chunk).split('\0');
      this.rest = parts.pop() ?? '';
      for (const part of parts) {
        const result = parseXml(part);
        if (!result.ok) throw new Error(`not XML: ${part}`);
        this.pending.push(result.value);
      }
      this.waiting?.();
    });
    socket.on('close', () => {
      this.ended = true;
      this.waiting?.();
    });
    socket.on('error', () => undefined);
  }

  async next(): Promise<Xml> {
    for (;;) {
      const message = this.pending.shift();
      if (message !== undefined) return message;
      if (this.ended) throw new Error('the connection is closed');
      await new Promise<void>(resolve => {
        this.waiting = resolve;
      });
    }
  }

  send(text: string): void {
    this.socket.write(`${text}\0`, 'latin1');
  }
}

const attribute = (xml: Xml, name: string): string | null =>
  xml.attributes.find(each => each.name === name)?.value ?? null;

class Session implements Channel {
  private number = 1;

  constructor(
    private readonly socket: Socket,
    private readonly messages: Messages,
  ) {}

  /** Sends a request; gives its response and what came with its id before. */
  async ask(request: (id: string) => string): Promise<{ readonly response: Xml; readonly data: Xml[] }> {
    const id = String(this.number++);
    this.messages.send(request(id));
    const data: Xml[] = [];
    for (;;) {
      const message = await this.messages.next();
      // sessions tell other news, too
      if (attribute(message, 'id') !== id) continue;
      if (message.type === 'response') return { response: message, data };
      data.push(message);
    }
  }

  async send(command: string): Promise<Answer> {
    const text = escapeXmlText(encodeUtf8(command));
    const { response, data } = await this.ask(id => `<cliExecute id="${id}">${text}</cliExecute>`);
    const number = attribute(response, 'errorNum');
    const [result] = data;
    return {
      code: number === null ? (result === undefined ? 200 : 201) : Number(number),
      failed: number !== null,
      text: decodeUtf8(attribute(response, 'errorText') ?? ''),
      output: result === undefined ? undefined : xmlToObject(holderIn(result)),
    };
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The element that holds the object: the message itself, or its only child that is no part of a container. */
function holderIn(message: Xml): Xml {
  const [first] = message.body;
  const isWrapped = message.body.length === 1 && first !== undefined && typeof first !== 'string';
  if (!isWrapped || !isXml(first) || /^sub(?:Key|Value)$/.test(first.type)) return message;
  return attribute(message, 'type') === null ? first : message;
}

export const ximss: Binding = {
  name: 'ximss',
  success: code => code,
  async open(server, login, password) {
    const socket = connect({ port: server.ximssPort, host: '127.0.0.1' });
    await once(socket, 'connect');
    const session = new Session(socket, new Messages(socket));
    const name = login.includes('@') ? login : `${login}@main.example`;
    const [user, secret] = [name, password].map(text => escapeXmlValue(encodeUtf8(text)));
    const { response } = await session.ask(
      id => `<login id="${id}" authData="${user}" password="${secret}"/>`,
    );
    if (attribute(response, 'errorNum') !== null)
      throw new Error(`login of ${login}: ${response.attributes.map(a => a.value).join(' ')}`);
    return session;
  },
};
