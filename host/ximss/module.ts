/** What all connections and sessions of the module share. */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { Nonces } from './login/nonces.js';
import { numberOf } from './monitor.js';
import { Messaging } from './session/messaging.js';
import { watchAlerts, watchRosters } from './session/notices.js';
import { Sessions } from './session/sessions.js';
import { Connection, type ConnectionFacts } from './transport/connection.js';
import { TcpWire } from './transport/tcp.js';
import { serverTls } from './transport/tls.js';
import { Upgrader, WebSocketWire } from './transport/websocket.js';
import type { XimssWorld } from './world.js';

/** Milliseconds between two looks at what has been silent for too long. */
const SWEEP = 1_000;
const PING = 30_000;

export class Module {
  readonly nonces: Nonces;
  readonly sessions: Sessions;
  readonly messaging: Messaging;
  readonly upgrader: Upgrader;
  readonly connections = new Set<Connection>();
  private readonly sockets = new Map<Connection, WebSocketWire>();
  private numbers = 0;
  private readonly timers: NodeJS.Timeout[];
  private readonly unwatch: readonly (() => void)[];

  constructor(private readonly world: XimssWorld) {
    this.nonces = new Nonces(() => world.now());
    this.sessions = new Sessions(world);
    this.messaging = new Messaging(world);
    this.upgrader = new Upgrader(() => world.settings().maxRequest);
    this.unwatch = [watchAlerts(world), watchRosters(world)];
    this.timers = [
      setInterval(() => this.sweep(), SWEEP).unref(),
      setInterval(() => {
        for (const wire of this.sockets.values()) wire.ping();
      }, PING).unref(),
    ];
  }

  /** True when another connection may be taken. */
  get hasRoom(): boolean {
    return this.connections.size < this.world.settings().channels;
  }

  /** Takes a TCP connection, with the bytes that were read from it already. */
  takeSocket(socket: Socket, secure: boolean, first: Buffer | null): void {
    if (!this.hasRoom) {
      this.world.log.problem(
        'XIMSSI',
        `connection from [${socket.remoteAddress}] refused: too many channels`,
      );
      socket.destroy();
      return;
    }
    const connection = this.connect('tcp', socket, plainAddress(socket.remoteAddress), secure);
    const wire = new TcpWire(socket, connection, () => serverTls(this.world.tls));
    connection.carry(wire);
    if (first !== null) wire.data(first);
  }

  /** A connection for an opened WebSocket. */
  takeWebSocket(socket: WebSocket, raw: Socket, address: string, secure: boolean): Connection {
    const connection = this.connect('ws', raw, address, secure);
    const wire = new WebSocketWire(socket, raw, connection);
    connection.carry(wire);
    this.sockets.set(connection, wire);
    return connection;
  }

  private connect(transport: 'tcp' | 'ws', socket: Socket, address: string, secure: boolean): Connection {
    const facts: ConnectionFacts = {
      transport,
      number: ++this.numbers,
      address,
      localAddress: plainAddress(socket.localAddress),
      opened: this.world.now(),
    };
    const connection = new Connection(this.world, facts, secure, gone => {
      this.connections.delete(gone);
      this.sockets.delete(gone);
    });
    this.connections.add(connection);
    return connection;
  }

  /** Ends what has been silent for too long. */
  private sweep(): void {
    const now = this.world.now();
    const { loginTimeout } = this.world.settings();
    for (const connection of this.connections) {
      if (connection.session === null && now - connection.facts.opened > loginTimeout) {
        connection.say('login time-out', 'idle');
      }
    }
    this.sessions.sweep(now);
  }

  /** Ends a session, or a connection that has none, by the number that the monitor shows. */
  disconnect(number: number): boolean {
    for (const session of this.sessions.all()) {
      if (numberOf(session) !== number) continue;
      this.sessions.close(session, 'killed');
      return true;
    }
    for (const connection of this.connections) {
      if (connection.session !== null || connection.facts.number !== number) continue;
      connection.say('connection is closed by the server', 'killed');
      return true;
    }
    return false;
  }

  /** Says farewell to everybody. */
  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const stop of this.unwatch) stop();
    this.sessions.stop();
    for (const connection of this.connections) connection.say('the server is stopping', 'normal');
  }
}

/** An IPv4 address without its IPv6 wrapping. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=[0-9.]+$)/, '');
}
