/** Opens every listener of a server: users, administration, and those of the faces. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import type { Settings } from '../admin/config/settings.js';
import type { CertificateOfName } from '../admin/listeners/certificate.js';
import { type Listener, openListener, type RequestHandler } from '../admin/listeners/listener.js';
import { openTCPListener, type TCPListener } from '../admin/listeners/tcp.js';
import type { ServerLog } from '../admin/log/log.js';
import type { Metrics } from '../admin/metrics/metrics.js';
import { realmOf } from '../admin/metrics/realm.js';
import type { WebApp } from '../web/index.js';
import type { Face } from './faces/types.js';
import type { ServerAddress } from './options.js';

/** What is served. */
export interface Served {
  readonly settings: Settings;
  readonly log: ServerLog;
  readonly metrics: Metrics;
  readonly certificate: SecureContextOptions | null;
  readonly ofName: CertificateOfName;
  readonly web: WebApp;
  readonly admin: RequestHandler;
  readonly faces: readonly Face[];
  readonly offline: boolean;
}

/** A listener cannot be opened; the message says which one and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

type AnyListener = Listener | TCPListener;

const bind = (address: string): string | undefined => (address === '*' ? undefined : address);

const isTaken = (error: unknown): boolean =>
  ['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses this port',
  EACCES: 'this port needs more rights',
  EADDRNOTAVAIL: 'this host does not have this address',
};

async function named<T>(tag: string, port: number, open: Promise<T>): Promise<T> {
  try {
    return await open;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new ListenError(`${tag} listener on port ${port}: ${reasons[code] ?? message}`);
  }
}

/** Hands upgrades to the first face that wants one; the others get no answer but the end. */
function attachUpgrades(server: Server, faces: readonly Face[]): void {
  if (!faces.some(face => face.upgrade)) return;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (faces.some(face => face.upgrade?.(request, socket, head))) return;
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

/** Asks the faces in their order; what none of them wants is for the last one. */
function first(faces: readonly Face[], key: 'handle' | 'handleAdmin', last: RequestHandler): RequestHandler {
  const handlers = faces.flatMap(face => face[key] ?? []);
  if (handlers.length === 0) return last;
  return (request, response) => {
    for (const handle of handlers) if (handle(request, response)) return;
    last(request, response);
  };
}

function httpOptions(served: Served, tag: string, address: string, handler: RequestHandler) {
  const { settings, log, metrics } = served;
  return {
    tag,
    address: bind(address),
    limits: {
      channels: settings.HTTPChannels,
      channelsPerAddress: settings.HTTPChannelsPerAddress,
      headerTimeout: settings.HTTPHeaderTimeout,
      requestTimeout: settings.HTTPRequestTimeout,
      keepAlive: settings.HTTPKeepAlive,
      headerSize: settings.HTTPHeaderLimit,
    },
    ofName: served.ofName,
    log: log.logger(tag),
    nextNumber: () => log.nextNumber(tag),
    handler,
    observe: (request: IncomingMessage, response: ServerResponse, ms: number) =>
      metrics.request(tag, realmOf(request.url ?? ''), response.statusCode, ms),
  };
}

function openUser(served: Served, port: number, tls: SecureContextOptions | null): Promise<Listener> {
  const { web, faces, settings } = served;
  const wanted = faces.filter(face => face.handOver);
  return openListener({
    ...httpOptions(served, 'HTTPU', settings.HTTPUAddress, first(faces, 'handle', web.handle)),
    port,
    tls,
    attach: server => {
      web.attach(server);
      attachUpgrades(server, faces);
      for (const face of faces) face.attach?.(server);
    },
    ...(wanted.length === 0 ? {} : { handOver: socket => wanted.some(face => face.handOver?.(socket)) }),
  });
}

/** All open listeners. */
export class Listeners {
  private readonly open: AnyListener[] = [];

  get addresses(): ServerAddress[] {
    return this.open.map(listener => ({
      tag: listener.tag,
      url: 'url' in listener ? listener.url : `${listener.address}:${listener.port}`,
      address: listener.address,
      port: listener.port,
      secure: listener.secure,
    }));
  }

  /** Open connections and requests by listener, for the metrics. */
  counts(): { tag: string; connections: number; requests: number }[] {
    return this.open.map(listener => ({
      tag: listener.secure ? `${listener.tag}-TLS` : listener.tag,
      connections: listener.connections(),
      requests: 'openRequests' in listener ? listener.openRequests() : 0,
    }));
  }

  /** Opens everything. Rejects with ListenError; what is open by then is closed by `close`. */
  async openAll(served: Served): Promise<void> {
    const { settings, certificate, offline } = served;
    const handler = first(served.faces, 'handleAdmin', served.admin);
    const admin = (port: number, tls: SecureContextOptions | null) =>
      openListener({
        ...httpOptions(served, 'HTTPA', offline ? '127.0.0.1' : settings.HTTPAAddress, handler),
        port,
        tls,
      });
    if (offline) {
      this.open.push(await named('HTTPA', 0, admin(0, null)));
      return;
    }
    const both = async (
      tag: string,
      port: number,
      tlsPort: number,
      open: (port: number, tls: SecureContextOptions | null) => Promise<AnyListener>,
    ): Promise<void> => {
      if (port >= 0) this.open.push(await named(tag, port, open(port, null)));
      if (tlsPort >= 0 && certificate) this.open.push(await named(tag, tlsPort, open(tlsPort, certificate)));
    };
    await both('HTTPU', settings.HTTPUPort, settings.HTTPUTLSPort, (port, tls) =>
      openUser(served, port, tls),
    );
    await both('HTTPA', settings.HTTPAPort, settings.HTTPATLSPort, admin);
    for (const listener of served.faces.flatMap(face => face.listeners ?? [])) {
      const { tag, address, limits, accept, fallback } = listener;
      await both(tag, listener.port, listener.tlsPort, (wanted, tls) => {
        const open = (port: number) =>
          openTCPListener({
            tag,
            port,
            address: bind(address),
            tls,
            ofName: served.ofName,
            limits,
            log: served.log.logger(tag),
            nextNumber: () => served.log.nextNumber(tag),
            accept,
          });
        if (fallback === undefined || tls !== null) return open(wanted);
        return open(wanted).catch(error => (isTaken(error) ? open(fallback) : Promise.reject(error)));
      });
    }
  }

  renew(certificate: SecureContextOptions): void {
    for (const listener of this.open) if (listener.secure) listener.renew(certificate);
  }

  /** Stops accepting, lets open requests finish. */
  async close(): Promise<void> {
    await Promise.all(this.open.map(listener => listener.close()));
  }
}
