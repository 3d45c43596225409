/** How watchers reach the server, and how their connections break: HTTP with its poll, WebSockets on sessions, TCP. */
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { TcpClient, WsClient } from '../../conformance/ximss/clients.js';
import { type Element, readTree } from '../../conformance/ximss/tree.js';
import type { Random } from './random.js';

/** What all clients share. */
export interface Ground {
  readonly port: number;
  readonly httpPort: number;
  readonly random: Random;
  /** How often each thing happened. */
  readonly count: { disconnects: number; resumes: number };
  /** Connections break only while it is true. */
  isStormy: boolean;
  isOver: boolean;
}

/** A request whose connection breaks now and then; null when it did. */
function exchange(
  ground: Ground,
  method: string,
  path: string,
  body: string,
  breaks: number,
): Promise<string | null> {
  const { random, count } = ground;
  const isBroken = ground.isStormy && random.chance(breaks);
  const after = random.below(60);
  return new Promise(resolve => {
    const bytes = Buffer.from(body);
    const outgoing = request(
      {
        port: ground.httpPort,
        host: '127.0.0.1',
        method,
        path,
        agent: false,
        headers: { Host: 'example.test', 'Content-Length': String(bytes.length) },
      },
      (response: IncomingMessage) => {
        const parts: Buffer[] = [];
        // some clients get the answer, and lose it
        const isLost = isBroken && random.chance(0.5);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(null));
        response.on('end', () => {
          if (response.statusCode !== 200) resolve(null);
          else resolve(isLost ? null : Buffer.concat(parts).toString('utf8'));
        });
      },
    );
    outgoing.on('error', () => resolve(null));
    outgoing.end(bytes);
    if (!isBroken) return;
    count.disconnects++;
    setTimeout(() => {
      outgoing.destroy();
      resolve(null);
    }, after);
  });
}

/** A session over HTTP: requests with numbers, which are repeated until their answer has come. */
export class HttpLink {
  private number = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly ground: Ground,
    readonly id: string,
  ) {}

  static async open(ground: Ground): Promise<HttpLink> {
    const query = 'errorAsXML=1&userName=anna@example.test&password=Anna-pass-1&DisableUseCookie=1';
    const body = await exchange(ground, 'GET', `/XIMSSLogin/?${query}`, '', 0);
    return new HttpLink(ground, /urlID="([^"]+)"/.exec(body ?? '')?.[1] ?? '');
  }

  readonly ask = (document: string): Promise<readonly Element[]> => {
    const asked = this.turn.then(() => this.post(document));
    this.turn = asked.catch(() => undefined);
    return asked;
  };

  private async post(document: string): Promise<readonly Element[]> {
    const path = `/Session/${this.id}/sync?reqSeq=${++this.number}`;
    for (let tries = 0; tries < 200; tries++) {
      const body = await exchange(this.ground, 'POST', path, `<XIMSS>${document}</XIMSS>`, 0.1);
      if (body !== null) return readTree(body).children;
      this.ground.count.resumes++;
      await pause(this.ground.random.below(30));
    }
    throw new Error('the session is gone');
  }

  /** Polls until it is over; gives every message once. */
  async poll(hear: (message: Element) => void): Promise<void> {
    let last = 0;
    while (!this.ground.isOver) {
      const path = `/Session/${this.id}/?ackSeq=${last}&maxWait=2`;
      const body = await exchange(this.ground, 'GET', path, '', 0.15);
      if (body === null) {
        this.ground.count.resumes++;
        await pause(this.ground.random.below(50));
        continue;
      }
      const root = readTree(body);
      const number = Number(root.attributes.respSeq);
      if (number > last || root.children.length === 0) {
        for (const message of root.children) hear(message);
        last = Math.max(last, number);
      }
    }
  }

  /** Listens over WebSockets, one after another, as each breaks. */
  async listen(hear: (message: Element) => void): Promise<void> {
    const { ground } = this;
    let received = 0;
    while (!ground.isOver) {
      const url = `ws://127.0.0.1:${ground.httpPort}/Session/${this.id}/ws?received=${received}`;
      const socket = new WebSocket(url, ['ximss']);
      let isDeaf = false;
      socket.on('error', () => undefined);
      socket.on('message', data => {
        if (isDeaf) return;
        received++;
        hear(readTree(data.toString()));
      });
      const closed = new Promise(resolve => socket.once('close', resolve));
      await pause(200 + ground.random.below(2000));
      while (!ground.isStormy && !ground.isOver) await pause(50);
      const isPolite = ground.random.chance(0.3) || ground.isOver;
      if (isPolite) socket.close();
      else {
        // what is on its way now never arrives
        isDeaf = true;
        socket.terminate();
      }
      await closed;
      ground.count.disconnects++;
      ground.count.resumes++;
      await pause(ground.random.below(200));
    }
  }
}

/** A session that ends with its connection: TCP, or a WebSocket of its own. */
export class StreamLink {
  private turn: Promise<unknown> = Promise.resolve();
  private waiting: { readonly found: Element[]; readonly done: () => void } | null = null;
  isBroken = false;

  private constructor(
    private readonly client: TcpClient | WsClient,
    private readonly hear: (message: Element) => void,
  ) {}

  static async open(
    ground: Ground,
    kind: 'tcp' | 'ws',
    hear: (message: Element) => void,
  ): Promise<StreamLink> {
    const client =
      kind === 'tcp' ? await TcpClient.open(ground.port) : await WsClient.open(ground.httpPort, {});
    if (client === null) throw new Error('no connection');
    const link = new StreamLink(client, hear);
    void link.read();
    await link.ask('<login id="l" authData="anna@example.test" password="Anna-pass-1"/>');
    return link;
  }

  private async read(): Promise<void> {
    while (!this.client.isClosed && !this.isBroken) {
      for (
        let message = this.client.inbox.shift();
        message !== undefined;
        message = this.client.inbox.shift()
      ) {
        this.take(message);
      }
      await this.client.news(Date.now() + 100);
    }
    this.isBroken = true;
    this.waiting?.done();
  }

  private take(message: Element): void {
    if (this.isBroken) return;
    if (message.attributes.id === undefined) this.hear(message);
    else if (message.name === 'response') this.waiting?.done();
    else this.waiting?.found.push(message);
  }

  readonly ask = (document: string): Promise<readonly Element[]> => {
    const asked = this.turn.then(() => this.send(document));
    this.turn = asked.catch(() => undefined);
    return asked;
  };

  private async send(document: string): Promise<readonly Element[]> {
    if (this.isBroken) throw new Error('the session is gone');
    const found: Element[] = [];
    await new Promise<void>(resolve => {
      this.waiting = { found, done: resolve };
      this.client.send([document]);
    });
    this.waiting = null;
    if (this.isBroken) throw new Error('the session is gone');
    return found;
  }

  destroy(): void {
    this.isBroken = true;
    this.client.close();
    this.waiting?.done();
  }
}
