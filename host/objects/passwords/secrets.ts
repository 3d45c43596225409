/** Whether a password, or a proof of it, is the right one: stored here, or known to the external authenticator. */
import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { changeSettings } from '../accounts/settings.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { AuthHelper } from '../helpers/types.js';
import { BUILTIN_ACCOUNT } from '../settings/builtin.js';
import { flagSetting, textSetting } from '../settings/read.js';
import { MAX_PASSWORD } from './vault.js';

/** Settings of the passwords that METHOD names, and that logins of these services use when they are set. */
export const METHODS: Readonly<Record<string, Bytes>> = { sip: 'SIPPassword', radius: 'RADIUSPassword' };

/** A challenge and the answer to it, for an external authenticator that checks them itself. */
export interface ChallengeAnswer {
  readonly method: string;
  readonly challenge: Bytes;
  readonly response: Bytes;
}

/** Checks a proof against the clear password; used by challenge methods. */
export type ProofCheck = (password: Bytes) => boolean | Promise<boolean>;

export class Secrets {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** True when it is the password of the account: the one that is stored here, or that of the external authenticator. */
  async isRight(account: CachedAccount | null, service: string | null, password: Bytes): Promise<boolean> {
    const effective = account === null ? BUILTIN_ACCOUNT : this.#core.resolver.account(account);
    const usesApp = flagSetting(effective, 'UseAppPassword');
    const other = alternative(account, service);
    if (await this.#core.vault.verify(usesApp ? (other ?? storedPassword(account)) : null, password)) {
      if (account !== null && other === null) await this.#lift(account, password);
      return true;
    }
    const auth = account === null ? null : this.#external(effective);
    if (account === null || auth === null || password === '' || password.length > MAX_PASSWORD) return false;
    return auth.verify(service, this.#addressOf(account), password);
  }

  /** The external authenticator of an account, null when it has none. Throws `helper-failed` when it does not run. */
  #external(effective: Dict): AuthHelper | null {
    if (!flagSetting(effective, 'UseExtPassword')) return null;
    const { auth } = this.#core.helpers.current;
    if (auth === null) throw new PosternError('helper-failed', { args: ['ExternalAUTH'] });
    return auth;
  }

  #addressOf(account: CachedAccount): Bytes {
    return `${account.name}@${this.#core.domains.get(account.domainId)?.name ?? ''}`;
  }

  /**
   * True when the proof fits the clear password. Throws `access-mode` when that is not kept. The external authenticator
   * gets the answer to the challenge, or is asked for the password.
   */
  async isProved(
    account: CachedAccount,
    service: string | null,
    proof: ProofCheck,
    answer?: ChallengeAnswer,
  ): Promise<boolean> {
    const effective = this.#core.resolver.account(account);
    const usesApp = flagSetting(effective, 'UseAppPassword');
    const stored = usesApp ? this.#core.vault.recover(storedPassword(account)) : null;
    if (stored !== null && (await proof(stored))) return true;
    const auth = this.#external(effective);
    if (auth === null) {
      if (stored === null) throw new PosternError('access-mode');
      return false;
    }
    const address = this.#addressOf(account);
    if (answer !== undefined) {
      const { method, challenge, response } = answer;
      if (await auth.prove(method, service, address, challenge, response)) return true;
    }
    const password = await auth.plain(address);
    return password !== null && proof(password);
  }

  /** Stores a weak or old form anew. The login goes on when that fails. */
  async #lift(account: CachedAccount, password: Bytes): Promise<void> {
    const stored = storedPassword(account);
    const encryption = textSetting(this.#core.resolver.account(account), 'PasswordEncryption', 'scrypt');
    if (stored === null || !this.#core.vault.shouldLift(stored, encryption)) return;
    try {
      const value = await this.#core.vault.encode(password, encryption);
      await changeSettings(
        this.#core,
        account,
        dictOf([['Password', value]]),
        now => now.entries.Password === stored,
      );
    } catch (error) {
      this.#core.log.problem(`a password could not be stored in a stronger form: ${String(error)}`);
    }
  }
}

/** The stored form of the password of an account, null when it has none. */
export function storedPassword(account: CachedAccount | null): Bytes | null {
  const value = (account?.settings ?? newDict()).entries.Password;
  return typeof value === 'string' ? value : null;
}

/** The password that an account has for one service alone, null for the usual one. */
function alternative(account: CachedAccount | null, service: string | null): Bytes | null {
  const key = METHODS[service?.toLowerCase() ?? ''];
  const value = key === undefined ? undefined : account?.settings.entries[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
