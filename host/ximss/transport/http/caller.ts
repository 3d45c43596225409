/** Who sends the requests of one HTTP request. */
import type { Bytes } from '../../../../stdlib/values/types.js';
import type { LoginState } from '../../login/state.js';
import type { Caller } from '../../run/caller.js';
import type { XimssSession } from '../../session/session.js';

/** Requests before login, in a body sent to the login resource. */
export class LoginCaller implements Caller {
  readonly transport = 'http';
  readonly session = null;
  out: Bytes = '';
  /** `bye` was among the requests: what follows it does not run. */
  left = false;

  constructor(
    readonly login: LoginState,
    readonly address: string,
    readonly secure: boolean,
  ) {}

  emit(message: Bytes): void {
    this.out += message;
  }

  opened(): void {}

  leave(): void {
    this.left = true;
  }

  loginFailed(): void {}

  refuseTls(): string {
    return 'TLS cannot start inside of HTTP';
  }

  startTls(): void {}
}

/** Requests of a session; their messages are collected for the reply, or go to the queue of the poll. */
export class SessionCaller implements Caller {
  readonly transport = 'http';
  readonly login = null;
  left = false;
  /** The session ended before all requests had run. */
  isCut = false;

  constructor(
    readonly session: XimssSession,
    readonly address: string,
    readonly secure: boolean,
    readonly emit: (message: Bytes) => void,
  ) {}

  opened(): void {}

  leave(): void {
    this.left = true;
  }

  loginFailed(): void {}

  refuseTls(): string {
    return 'already logged in';
  }

  startTls(): void {}
}
