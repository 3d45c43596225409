/**
 * `/Admin/Debug/`: debug adapters of administrators, over a WebSocket (docs/tools.md). Browsers are not let in: they
 * would bring credentials along for pages of other sites.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { encodePlain } from '../../../runtime/codec/index.js';
import type { Plain } from '../../../runtime/index.js';
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Attachment } from '../../apps/debug/attachment.js';
import type { DebugEvent, DebugFilter } from '../../apps/debug/protocol.js';
import { PosternError } from '../../errors/index.js';
import { readBasic } from '../realms/basic.js';
import type { Identity, WebServices } from '../services.js';
import { readCommand, readFilter } from './command.js';

const PROTOCOL = 'postern-debug';
/** Bytes of one message of an adapter. */
const MOST = 1 << 20;
/** Milliseconds until the first message must have come. */
const PATIENCE = 10_000;
/** Bytes that may wait for a slow adapter. */
const MOST_WAITING = 64 << 20;

/** Opens and ends attachments; bound in host/server. */
export interface DebugDoor {
  attach(
    filter: DebugFilter,
    maySee: (domain: string | null) => boolean,
    send: (event: DebugEvent) => void,
  ): Promise<Attachment>;
  detach(attachment: Attachment, message: string): void;
}

export interface DebugSocketOptions {
  readonly services: WebServices;
  readonly door: DebugDoor;
  /** Setting Debugger. */
  readonly isOn: () => boolean;
}

/** Where a request came from. */
export interface SocketOrigin {
  readonly domain: string | null;
  readonly address: string;
  readonly secure: boolean;
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.on('error', () => undefined);
  const challenge = status === 401 ? 'WWW-Authenticate: Basic realm="debugger"\r\n' : '';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${challenge}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

const bytesOf = (data: RawData): Uint8Array =>
  Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);

export class DebugSocket {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });

  constructor(private readonly options: DebugSocketOptions) {}

  /** False: the upgrade is for somebody else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, origin: () => SocketOrigin): boolean {
    if (!/^\/Admin\/Debug\/?(?:\?|$)/i.test(request.url ?? '')) return false;
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim());
    if (!this.options.isOn()) refuse(socket, 404, 'no debugger here');
    else if (request.headers.origin !== undefined) refuse(socket, 403, 'not for browsers');
    else if (!offered.includes(PROTOCOL)) refuse(socket, 400, `subprotocol ${PROTOCOL} is needed`);
    else {
      this.authenticate(request, origin()).then(
        who => {
          if (who === null) refuse(socket, 401, 'name and password are needed');
          else this.server.handleUpgrade(request, socket, head, opened => this.opened(opened, who));
        },
        () => refuse(socket, 500, 'login failed'),
      );
    }
    return true;
  }

  close(): void {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private async authenticate(request: IncomingMessage, origin: SocketOrigin): Promise<Identity | null> {
    try {
      const credentials = readBasic(request.headers.authorization ?? '');
      if (credentials === null) return null;
      return await this.options.services.accounts.login({
        name: encodeUtf8(credentials.name),
        password: encodeUtf8(credentials.password),
        service: 'HTTP',
        ...origin,
      });
    } catch (error) {
      if (error instanceof PosternError && error.status >= 500) throw error;
      return null;
    }
  }

  /** Those who may change the skins that run may see them run, as with recordings. */
  private async judge(who: Identity, filter: DebugFilter): Promise<(domain: string | null) => boolean> {
    const { skins } = this.options.services;
    if (await skins.mayModify(who.principal, null)) return () => true;
    const domain = filter.domain ?? who.domain;
    if (!(await skins.mayModify(who.principal, domain))) throw new PosternError('no-rights');
    return own => own === domain;
  }

  private opened(socket: WebSocket, who: Identity): void {
    const { services, door } = this.options;
    let attachment: Attachment | null = null;
    let isGone = false;
    const log = (text: string): void => services.log.low('DEBUGGER', `${who.email} ${text}`);
    const send = (event: DebugEvent): void => {
      if (socket.bufferedAmount > MOST_WAITING) socket.terminate();
      if (isGone) return;
      socket.send(encodePlain(event as unknown as Plain));
      if (event.kind === 'began') log(`debugs ${event.method} ${event.path} of ${event.tag}`);
      if (event.kind === 'detached') socket.close(1000);
    };
    const fail = (error: unknown): void => {
      const isKnown = error instanceof PosternError && error.status < 500;
      send({ kind: 'detached', message: isKnown ? error.message : 'the server failed' });
      if (!isKnown)
        services.log.failure('DEBUGGER', error instanceof Error ? (error.stack ?? '') : String(error));
    };
    const impatient = setTimeout(() => socket.terminate(), PATIENCE).unref();
    const attach = async (message: Uint8Array): Promise<void> => {
      clearTimeout(impatient);
      const filter = readFilter(message);
      const maySee = await this.judge(who, filter);
      const opened = await door.attach(filter, maySee, send);
      attachment = opened;
      if (isGone) return door.detach(opened, 'the adapter has gone');
      log(`attaches a debugger: ${describe(filter)}`);
      send({ kind: 'attached', domain: filter.domain });
    };
    // In order: commands that come before the attachment is there wait for it.
    let last = Promise.resolve();
    let isFirst = true;
    socket.on('message', data => {
      const message = bytesOf(data);
      const act = isFirst
        ? () => attach(message)
        : async () => void attachment?.receive(readCommand(message));
      isFirst = false;
      last = last.then(act).catch(fail);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(impatient);
      isGone = true;
      if (attachment !== null) door.detach(attachment, 'the adapter has gone');
      log('is gone');
    });
  }
}

/** The filter for the log. The session id is not told. */
function describe({ domain, path, session, account, once }: DebugFilter): string {
  const parts = [
    once ? 'one request' : 'requests',
    domain === null ? '' : `of ${domain}`,
    account === null ? '' : `of ${account}`,
    path === null ? '' : `for ${path}`,
    session === null ? '' : 'of one session',
  ];
  return parts.filter(part => part !== '').join(' ');
}
