/** What users tell about themselves at the moment (cli.md 7.2, GETACCOUNTPRESENCE). Lost when their session ends. */
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';

const READ = rule('own|Users|Domain');

/** One session's word. */
export interface PresenceState {
  /** `Online`, or what the user chose: away, dnd, ... */
  readonly status: Bytes;
  /** The user's own text, `''` for none. */
  readonly text: Bytes;
}

export class Presence {
  readonly #core: Core;
  /** Address -> session -> what it said; the last word comes last. */
  readonly #states = new Map<string, Map<object, PresenceState>>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Notes what a session says; null: nothing any more. */
  set(email: string, session: object, state: PresenceState | null): void {
    const sessions = this.#states.get(email) ?? new Map<object, PresenceState>();
    sessions.delete(session);
    if (state !== null) sessions.set(session, state);
    if (sessions.size > 0) this.#states.set(email, sessions);
    else this.#states.delete(email);
  }

  /** The last word of an account: (status, text), the status alone, or null for nobody there. */
  get(who: Principal, name: Bytes): Value {
    const account = this.#core.targets.account(who, name, READ);
    const domain = this.#core.domains.get(account.domainId);
    const state = this.of(`${account.name}@${domain?.name ?? ''}`);
    if (state === null) return null;
    return state.text === '' ? state.status : [state.status, state.text];
  }

  /** The last word of an account by its address; null for nobody there. No rights. */
  of(email: string): PresenceState | null {
    return [...(this.#states.get(email)?.values() ?? [])].at(-1) ?? null;
  }
}
