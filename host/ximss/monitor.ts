/** What administrators see of the module (ximss.md 1.9): one line for each connection, and for each session without one. */
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import type { Module } from './module.js';
import type { XimssSession } from './session/session.js';

export interface ConnectionLine {
  /** Number of the session in log tags, or of the connection before login. */
  readonly number: number;
  readonly sessionId: string | null;
  readonly transport: 'tcp' | 'ws' | 'http';
  readonly address: string;
  readonly localAddress: string;
  readonly secure: boolean;
  /** `name@domain`, empty before login. */
  readonly account: string;
  readonly clientName: string;
  /** Seconds since it began. */
  readonly connected: number;
  /** The operation in progress, or the state. */
  readonly status: string;
  /** Seconds since the operation began, null when none runs. */
  readonly running: number | null;
}

export function monitor(module: Module, now: number): ConnectionLine[] {
  const lines: ConnectionLine[] = [];
  const seen = new Set<XimssSession>();
  for (const { facts, session, secure, login } of module.connections) {
    if (session !== null) seen.add(session);
    const { transport, address, localAddress } = facts;
    lines.push({
      number: session === null ? facts.number : numberOf(session),
      transport,
      address,
      localAddress,
      secure,
      connected: Math.floor((now - facts.opened) / 1000),
      ...(session === null
        ? {
            sessionId: null,
            account: '',
            clientName: '',
            status: login?.exchange ? 'Authenticating' : 'Connected',
            running: null,
          }
        : stateOf(session, now)),
    });
  }
  for (const session of module.sessions.all()) {
    if (seen.has(session)) continue;
    const { loginAddress, secure, opened } = session.record;
    const connected = Math.max(0, Math.floor((now - opened) / 1000));
    lines.push({
      number: numberOf(session),
      transport: 'http',
      address: loginAddress,
      localAddress: '',
      secure,
      connected,
      ...stateOf(session, now),
    });
  }
  return lines;
}

type State = Pick<ConnectionLine, 'sessionId' | 'account' | 'clientName' | 'status' | 'running'>;

function stateOf(session: XimssSession, now: number): State {
  const { operation, opened } = session;
  const idle = opened.folders.size > 0 ? 'Selected' : 'Authenticated';
  return {
    sessionId: session.id,
    account: session.email,
    clientName: session.record.client ?? '',
    status: operation === null ? idle : encodeUtf8(operation),
    running: operation === null ? null : Math.floor((now - session.since) / 1000),
  };
}

/** The digits of the urlID. */
export function numberOf(session: XimssSession): number {
  return Number(session.id.slice(0, 6));
}
