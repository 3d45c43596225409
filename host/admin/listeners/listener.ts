/**
 * One HTTP listener: socket limits, connection numbers for the log, request counting, and an orderly end that
 * lets open requests finish. Knows nothing of what is served.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTLSServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { Logger } from '../log/log.js';
import { type CertificateOfName, sniCallback } from './certificate.js';
import { type HandOver, handOverXML } from './peek.js';
import { ListenerRequest } from './request.js';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Limits of a listener; all counts and times come from the settings of the same name. */
export interface ListenerLimits {
  readonly channels: number;
  readonly channelsPerAddress: number;
  readonly headerTimeout: number;
  readonly requestTimeout: number;
  readonly keepAlive: number;
  readonly headerSize: number;
}

/** What is needed to open a listener. */
export interface ListenerOptions {
  /** Log tag: HTTPU or HTTPA. */
  readonly tag: string;
  readonly port: number;
  /** Address to bind, undefined for all. */
  readonly address: string | undefined;
  readonly tls: SecureContextOptions | null;
  readonly ofName: CertificateOfName;
  readonly limits: ListenerLimits;
  readonly log: Logger;
  readonly nextNumber: () => number;
  readonly handler: RequestHandler;
  /** Takes the server once, before it listens: for what Node does not report as a request. */
  readonly attach?: (server: Server) => void;
  /** Takes connections that begin with `<`. */
  readonly handOver?: HandOver;
  /** Told of each answered request. */
  readonly observe: (request: IncomingMessage, response: ServerResponse, ms: number) => void;
}

/** An open listener. */
export interface Listener {
  readonly tag: string;
  readonly secure: boolean;
  readonly address: string;
  readonly port: number;
  /** The address as people type it. */
  readonly url: string;
  readonly server: Server;
  connections(): number;
  openRequests(): number;
  /** Stops accepting, lets open requests finish. */
  close(): Promise<void>;
  /** New certificate for new connections. */
  renew(tls: SecureContextOptions): void;
}

/** Log tags of open connections, `HTTPU-00012`. */
const connectionTags = new WeakMap<object, string>();

/** The log tag of the connection of a request. */
export function connectionTag(request: { readonly socket: object }): string {
  return connectionTags.get(request.socket) ?? 'HTTPU';
}

/** Refuses connections above the limits and numbers the others. */
function guardConnections(server: Server, secure: boolean, options: ListenerOptions): Set<Socket> {
  const open = new Set<Socket>();
  const perAddress = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    const mine = perAddress.get(peer) ?? 0;
    if (open.size >= options.limits.channels || mine >= options.limits.channelsPerAddress) {
      options.log.problem(`connection from [${peer}] refused: too many channels`);
      socket.destroy();
      return;
    }
    open.add(socket);
    perAddress.set(peer, mine + 1);
    const log = options.log.numbered(options.nextNumber());
    connectionTags.set(socket, log.tag);
    log.all(`connected from [${peer}]:${socket.remotePort ?? 0}`);
    socket.once('close', () => {
      open.delete(socket);
      const left = (perAddress.get(peer) ?? 1) - 1;
      if (left > 0) perAddress.set(peer, left);
      else perAddress.delete(peer);
      log.all('closed');
    });
  });
  if (secure) {
    // Requests arrive on the TLS socket: it carries the number of the TCP connection below it.
    server.on('secureConnection', (socket: Socket & { _parent?: object }) => {
      const tag = socket._parent && connectionTags.get(socket._parent);
      connectionTags.set(socket, tag || options.tag);
    });
    server.on('tlsClientError', (error: Error) => options.log.low(`TLS handshake failed: ${error.message}`));
  }
  return open;
}

/** Opens a listener. Rejects with the system's error, for example EADDRINUSE. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { limits, tls } = options;
  const settings = {
    maxHeaderSize: limits.headerSize,
    requestTimeout: limits.requestTimeout,
    headersTimeout: Math.min(limits.headerTimeout, limits.requestTimeout),
    keepAliveTimeout: limits.keepAlive,
    insecureHTTPParser: false,
    // A request without Host gets a page of the face, not a bare line of Node's.
    requireHostHeader: false,
    IncomingMessage: ListenerRequest,
  };
  const server = tls
    ? createTLSServer({
        ...settings,
        ...tls,
        minVersion: 'TLSv1.2',
        SNICallback: sniCallback(options.ofName),
      })
    : createServer(settings);
  if (options.handOver) handOverXML(server, tls !== null, limits.headerTimeout, options.handOver);
  options.attach?.(server);
  const open = guardConnections(server, tls !== null, options);
  let requests = 0;
  let closing = false;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    requests++;
    const start = performance.now();
    // The parser of Node reads nothing more of a connection after an offer to leave HTTP.
    if (closing || request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
    response.once('close', () => {
      requests--;
      options.observe(request, response, performance.now() - start);
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    options.handler(request, response);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.address, backlog: 511 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', error => options.log.failure(`listener error: ${error.message}`));

  const bound = server.address() as AddressInfo;
  const host = bound.address === '::' || bound.address === '0.0.0.0' ? 'localhost' : bound.address;
  return {
    tag: options.tag,
    secure: tls !== null,
    address: bound.address,
    port: bound.port,
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound.port}/`,
    server,
    connections: () => open.size,
    openRequests: () => requests,
    close: () =>
      new Promise(resolve => {
        closing = true;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    renew: context => {
      if ('setSecureContext' in server) (server as import('node:tls').Server).setSecureContext(context);
    },
  };
}
