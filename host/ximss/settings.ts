/** Settings of the module (ximss.md 1.7). Sizes in bytes, times in milliseconds. */

export interface XimssSettings {
  /** TCP and WebSocket connections at the same time; 0 means that there is no listener. */
  readonly channels: number;
  /** Sessions that the module opens, server-wide; 0 means no limit. */
  readonly sessionLimit: number;
  /** Longest silence of a client. */
  readonly inactivity: number;
  /** Time to log in after connecting. */
  readonly loginTimeout: number;
  /** Largest document or HTTP body after login. */
  readonly maxRequest: number;
  /** The same before login. */
  readonly maxPreLogin: number;
  readonly maxDepth: number;
  readonly maxAttributes: number;
  /** Failed logins of a connection before it is closed. */
  readonly loginFailures: number;
  /** Pause before the answer to the first failed login; each further one waits twice as long, up to eight seconds. */
  readonly failureDelay: number;
  /** Malformed documents in a row before the connection is closed. */
  readonly protocolErrors: number;
  /** Answer policy requests of Flash clients. */
  readonly flashPolicy: boolean;
  /** Accept WebSocket upgrades. */
  readonly webSocket: boolean;
  /** Origins that may open a WebSocket; empty: all. */
  readonly webSocketOrigins: readonly string[];
  /** Allow clear-text, PLAIN and LOGIN logins without TLS. */
  readonly clearTextLogin: boolean;
  /** What the `version` attribute of the session message says. */
  readonly protocolVersion: string;
  /** Asynchronous messages that wait for a client; more push out the oldest. */
  readonly queueLength: number;
  /** Bytes of answers and messages that wait for a client, those that it has not acknowledged included. */
  readonly queueBytes: number;
  /** Requests of one connection that are read ahead. */
  readonly readAhead: number;
  /** Bytes that may wait in the socket of a slow reader before its requests and notices are held back. */
  readonly slowReader: number;
  /** Open views and calendars of one session. */
  readonly views: number;
  /** Bytes of all uploads that wait in one session, and how long they are kept. */
  readonly uploadBytes: number;
  readonly uploadTime: number;
}

const MIB = 1024 * 1024;

export const defaultXimssSettings: XimssSettings = {
  channels: 100,
  sessionLimit: 0,
  inactivity: 600_000,
  loginTimeout: 120_000,
  maxRequest: 20 * MIB,
  maxPreLogin: 64 * 1024,
  maxDepth: 100,
  maxAttributes: 200,
  loginFailures: 5,
  failureDelay: 500,
  protocolErrors: 5,
  flashPolicy: false,
  webSocket: true,
  webSocketOrigins: [],
  clearTextLogin: true,
  protocolVersion: '6.3.1',
  queueLength: 1000,
  queueBytes: 64 * MIB,
  readAhead: 256,
  slowReader: MIB,
  views: 200,
  uploadBytes: 64 * MIB,
  uploadTime: 3_600_000,
};
