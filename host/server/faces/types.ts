/**
 * The faces of a server besides the web face: one entry each in `faceTable` of table.ts. A face is made once, when all services
 * are there; it says which HTTP routes, sockets and upgrades it wants, and the server opens and closes the listeners.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { Sandboxes, WorkerProbe } from '../../../runtime/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import type { Settings } from '../../admin/config/settings.js';
import type { HelperSet } from '../../admin/helpers/set.js';
import type { CertificateOfName } from '../../admin/listeners/certificate.js';
import type { Logger, ServerLog } from '../../admin/log/log.js';
import type { Metrics } from '../../admin/metrics/metrics.js';
import type { DebugDesk } from '../../apps/debug/desk.js';
import type { DebugUnitOptions } from '../../apps/debug/units.js';
import type { RecordingShelf } from '../../apps/recordings/shelf.js';
import type { AppOptions } from '../../apps/service.js';
import type { AppService } from '../../apps/types.js';
import type { Cli } from '../../cli/engine.js';
import type { Objects } from '../../objects/api.js';
import type { Route, WebServices } from '../../web/index.js';
import type { ProgramMessage, TaskService } from '../../ximss/index.js';

/** What a face may use. */
export interface FaceHost {
  readonly settings: Settings;
  readonly log: ServerLog;
  readonly metrics: Metrics;
  readonly objects: Objects;
  readonly apps: AppService;
  readonly web: WebServices;
  /** Built-ins for the programs of one request. */
  readonly builtins: AppOptions['builtins'];
  readonly debuggers: DebugDesk;
  readonly debugUnits: DebugUnitOptions;
  readonly openDebugSandboxes: (probe: WorkerProbe) => Promise<Sandboxes>;
  /** Recordings of failed requests. */
  readonly recordings: RecordingShelf;
  /** Sessions as real-time tasks. */
  readonly tasks: TaskService;
  readonly helpers: HelperSet;
  readonly base: string;
  readonly version: string;
  /** The certificate of the TLS listeners, for STARTTLS; null when there is none. */
  readonly certificate: () => SecureContextOptions | null;
  /** The certificate of the domain that a client names, undefined for the one above. */
  readonly certificateOfName: CertificateOfName;
  /** Ends the server, as SIGTERM does. */
  readonly shutdown: () => void;
  /** Reads live settings again, drops derived caches, as SIGHUP does. */
  readonly refresh: () => void;
  /** Records everything in the log, or what the levels say. */
  readonly setLogAll: (on: boolean) => void;
  /** What `SystemInfo` tells. */
  readonly system: () => Dict;
  /** The one CLI of the server. */
  readonly cli: Cli;
}

/** A listener of its own. Ports: -1 none, 0 any free one. */
export interface FaceListener {
  /** Log tag: PWD, XIMSSI. */
  readonly tag: string;
  readonly port: number;
  /** Opened instead when `port` cannot be: it is another program's, or needs more rights. */
  readonly fallback?: number;
  /** Opened when a certificate is set. */
  readonly tlsPort: number;
  /** `*`: all addresses. */
  readonly address: string;
  readonly limits: () => { readonly channels: number; readonly channelsPerAddress: number };
  readonly accept: (socket: Socket | TLSSocket, log: Logger) => void;
}

/** What a face adds to the server. */
export interface Face {
  readonly name: string;
  /** Requests of the user listeners that this face answers before the web face sees them; false: not for this face. */
  readonly handle?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The same for the administration listeners. */
  readonly handleAdmin?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Routes of the web face's own application; they win over its own. */
  readonly routes?: readonly Route[];
  readonly listeners?: readonly FaceListener[];
  /** Takes a connection of a user listener whose first byte is `<`. */
  readonly handOver?: (socket: Socket | TLSSocket) => boolean;
  /** Takes an upgrade of a user listener (WebSocket); false: it is not for this face. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Hands a message of a program to the live sessions of an account; gives how many got it. */
  readonly tell?: (message: ProgramMessage) => number;
  /** Sees every server of the user listeners once. */
  readonly attach?: (server: Server) => void;
  /** Ends what the face holds; its listeners are closed already. */
  close?(): Promise<void> | void;
}

/** Makes a face. */
export type MakeFace = (host: FaceHost) => Face | Promise<Face>;
