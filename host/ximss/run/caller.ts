/** Who sends requests: a connection, or one HTTP request. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { LoginState } from '../login/state.js';
import type { XimssSession } from '../session/session.js';

export interface Caller {
  readonly transport: 'tcp' | 'ws' | 'http';
  /** Address of the client. */
  readonly address: string;
  readonly secure: boolean;
  /** What is known before login; null inside an HTTP session. */
  readonly login: LoginState | null;
  readonly session: XimssSession | null;
  /** Sends one message. */
  emit(message: Bytes): void;
  /** A login succeeded; the session message is sent by the operation. */
  opened(session: XimssSession): void;
  /** `bye` was answered. */
  leave(): void;
  /** A login failed for good or once more: the answer is out. */
  loginFailed(): void;
  /** Why TLS cannot start here, null when it can. */
  refuseTls(): string | null;
  /** The answer to `starttls` is out. */
  startTls(): void;
}
