/**
 * The XIMSS face (ximss.md): what host/server wires to its listeners. `take` gets TCP connections, `sniff` makes an
 * HTTP server hand over what is no HTTP, `handle` and `upgrade` answer the requests that belong to the protocol.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { Module } from './module.js';
import { type ConnectionLine, monitor } from './monitor.js';
import type { ProgramMessage } from './session/messaging.js';
import { type HttpFacts, handleHttp } from './transport/http/handler.js';
import { readResource } from './transport/http/resource.js';
import { sniff } from './transport/sniff.js';
import { serverTls } from './transport/tls.js';
import { upgrade } from './transport/upgrade.js';
import type { XimssLog, XimssOptions, XimssWorld } from './world.js';

export type { ConnectionLine } from './monitor.js';
export type { ProgramMessage } from './session/messaging.js';
export { defaultXimssSettings, type XimssSettings } from './settings.js';
export type { HttpFacts } from './transport/http/handler.js';
export type * from './world.js';

export interface XimssFace {
  /** Takes a connection of a XIMSS port. `secure`: TLS is on already. */
  take(socket: Socket, secure: boolean): void;
  /** A server for a clear-text or secure port; it does not listen yet. */
  listener(secure: boolean): NetServer;
  /** Makes an HTTP or HTTPS server look at the first byte of each connection. */
  sniff(server: Server, firstByteTimeout: () => number): void;
  /** Answers the request when it belongs to the protocol; false: it belongs to somebody else. */
  handle(request: IncomingMessage, response: ServerResponse, facts: () => HttpFacts): boolean;
  /** The same for upgrades. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, facts: () => HttpFacts): boolean;
  /** Hands a message of a program to the bound sessions of an account; gives how many got it. */
  tell(message: ProgramMessage): number;
  /** Connections and sessions, for the monitor. */
  monitor(): readonly ConnectionLine[];
  /** Ends a connection or session by the number that the monitor shows. */
  disconnect(number: number): boolean;
  /** Ends all sessions and connections. */
  stop(): void;
}

export function createXimss(options: XimssOptions): XimssFace {
  const { clock } = options.objects.core;
  const settings = remembered(options.settings);
  const world: XimssWorld = {
    ...options,
    settings,
    log: quickLog(options.log),
    now: clock,
    module: null as unknown as Module,
  };
  const module = new Module(world);
  Object.assign(world, { module });
  return {
    take: (socket, secure) => module.takeSocket(socket, secure, null),
    listener: secure => (secure ? secureListener(world, module) : plainListener(module)),
    sniff: (server, timeout) =>
      sniff(server, (socket, first) => module.takeSocket(socket, isSecure(socket), first), timeout),
    handle: (request, response, facts) => {
      const resource = readResource(request.url ?? '');
      if (resource === null) return false;
      void handleHttp(world, resource, request, response, facts());
      return true;
    },
    upgrade: (request, socket, head, facts) => upgrade(world, request, socket, head, facts),
    tell: message => module.messaging.tell(message),
    monitor: () => monitor(module, clock()),
    disconnect: number => module.disconnect(number),
    stop: () => module.stop(),
  };
}

/** Milliseconds until a change of a setting counts. */
const SETTINGS_AGE = 200;

/** Settings are asked for at every document: making them anew each time would cost more than most requests. */
function remembered<T>(read: () => T): () => T {
  let known = read();
  let until = Date.now() + SETTINGS_AGE;
  return () => {
    const now = Date.now();
    if (now > until) {
      known = read();
      until = now + SETTINGS_AGE;
    }
    return known;
  };
}

/** Whether the wire is recorded is asked at every document, too. */
function quickLog(log: XimssLog): XimssLog {
  const tells = remembered(() => log.tells);
  return {
    failure: (tag, text) => log.failure(tag, text),
    problem: (tag, text) => log.problem(tag, text),
    low: (tag, text) => log.low(tag, text),
    all: (tag, text) => log.all(tag, text),
    get tells() {
      return tells();
    },
  };
}

function isSecure(socket: Socket): boolean {
  return (socket as { encrypted?: boolean }).encrypted === true;
}

function plainListener(module: Module): NetServer {
  return createServer({ noDelay: true }, socket => module.takeSocket(socket, false, null));
}

function secureListener(world: XimssWorld, module: Module): NetServer {
  const options = serverTls(world.tls);
  if (options === null) throw new Error('there is no certificate for a secure port');
  return createTlsServer({ ...world.tls?.standard(), SNICallback: options.SNICallback }, socket =>
    module.takeSocket(socket, true, null),
  );
}
