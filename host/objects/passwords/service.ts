/** Passwords: set, check, log in (objects.md 4, cli.md 7.2). */
import { createHash, createHmac } from 'node:crypto';
import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { resolveLogin } from '../accounts/resolve.js';
import { changeSettings } from '../accounts/settings.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { Addr, DomainRecord } from '../core/types.js';
import { splitName } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { BUILTIN_ACCOUNT } from '../settings/builtin.js';
import { flagSetting, textSetting } from '../settings/read.js';
import type { Counters } from '../statistics/counters.js';
import type { Failures } from './failures.js';
import { same } from './forms/recoverable.js';
import type { Logins } from './logins.js';
import { admits, checkPolicy } from './policy.js';
import { checkText } from './vault.js';

const SET = rule('own|Users|Domain:BasicSettings');
const VERIFY = rule('Users|DomainsRead|Domain');
const MASTER = rule('Master');

/** Settings of the passwords that METHOD names. */
const METHODS: Readonly<Record<string, Bytes>> = { sip: 'SIPPassword', radius: 'RADIUSPassword' };

/** Who wants in, and from where. */
export interface LoginRequest {
  /** `name`, `name@domain`, `name%domain`. */
  readonly name: Bytes;
  /** Domain of the request for names without one; null is the main domain. */
  readonly domain: string | null;
  /** Address of the client. */
  readonly address: string | null;
  /** Name of the service as in AccessModes; null: none is asked for. */
  readonly service: string | null;
  /** The connection is protected, or the method does not show the password. */
  readonly secure: boolean;
}

/** Whoever logged in. */
export interface LoggedIn {
  readonly principal: Principal & { readonly kind: 'account' };
  /** `name@domain`. */
  readonly email: string;
  readonly account: string;
  readonly domain: string;
}

/** Checks a proof against the clear password; used by challenge methods. */
export type ProofCheck = (password: Bytes) => boolean | Promise<boolean>;

export class Passwords {
  readonly #core: Core;
  readonly #logins: Logins;
  readonly #failures: Failures;
  readonly #counters: Counters;

  constructor(core: Core, logins: Logins, failures: Failures, counters: Counters) {
    this.#counters = counters;
    this.#core = core;
    this.#logins = logins;
    this.#failures = failures;
  }

  /** Changes a password. The owner, and whoever asks for `check`, is bound by PWDAllowed and the rules for passwords. */
  async set(
    who: Principal,
    name: Bytes,
    password: Bytes,
    options: { readonly method?: Bytes | null; readonly check?: boolean } = {},
  ): Promise<void> {
    const account = this.#core.targets.ruled(who, name, SET);
    const method = options.method ?? null;
    const key = method === null ? 'Password' : METHODS[method.toLowerCase()];
    if (key === undefined) throw new PosternError('illegal-value', { args: ['METHOD'] });
    const effective = this.#core.resolver.account(account);
    const domain = this.#core.domains.get(account.domainId);
    const isOwn = who.kind === 'account' && who.account === account.name && who.domain === domain?.name;
    if (isOwn || options.check === true) {
      if (!flagSetting(effective, 'PWDAllowed')) throw new PosternError('password-change');
      checkPolicy(password, account.name, effective);
    }
    // encoded here: whoever sets a password gives clear text, whatever it begins with
    const encryption = textSetting(effective, 'PasswordEncryption', 'scrypt');
    const value = await this.#core.vault.encode(password, encryption);
    await changeSettings(this.#core, account, dictOf([[key, value]]));
  }

  /** Refuses with `bad-password` what a visitor may not choose for a new account of the domain. */
  checkNew(domain: string, account: Bytes, password: Bytes): void {
    const record = this.#core.domains.find(domain);
    if (record === null) throw new PosternError('domain-unknown');
    checkText(password);
    checkPolicy(password, account, this.#core.resolver.accountBase(record));
  }

  /** Refuses with `wrong-password` when it is not the password. */
  async verify(who: Principal, name: Bytes, password: Bytes): Promise<void> {
    const place = this.#core.targets.place(who, name, VERIFY);
    const account = this.#core.accounts.find(place.domain.id, place.name);
    const isRight = await this.#core.vault.verify(storedPassword(account), password);
    if (account === null && !hidesUnknown(this.#core)) throw new PosternError('account-unknown');
    if (!isRight) throw new PosternError('wrong-password');
  }

  /** The clear password for Master, when its stored form gives it and the setting AllowPlainPasswordRead is YES. */
  plain(who: Principal, name: Bytes): Bytes {
    const account = this.#core.targets.account(who, name, MASTER);
    const allowed = flagSetting(this.#core.server.dict('settings'), 'AllowPlainPasswordRead');
    const password = allowed ? this.#core.vault.recover(storedPassword(account)) : null;
    if (password === null) throw new PosternError('failed', { args: ['the password cannot be read'] });
    return password;
  }

  /** True when it is the password of the account; for pages that ask again. */
  check(addr: Addr, password: Bytes): Promise<boolean> {
    return this.#core.vault.verify(storedPassword(this.#find(addr)?.account ?? null), password);
  }

  /** Logs in with a clear password. Refuses with wrong-password, suspended, access-mode, too-many-failures. */
  login(request: LoginRequest & { readonly password: Bytes }): Promise<LoggedIn> {
    return this.#login(request, async account => {
      const ok = await this.#core.vault.verify(storedPassword(account), request.password);
      if (ok && account !== null) await this.#lift(account, request.password);
      return ok;
    });
  }

  /** Logs in with a proof that needs the clear password: APOP, CRAM-MD5, SCRAM. `access-mode` when it is not kept. */
  loginWith(request: LoginRequest, proof: ProofCheck): Promise<LoggedIn> {
    return this.#login({ ...request, secure: true }, async account => {
      const password = this.#core.vault.recover(storedPassword(account));
      if (password === null) {
        if (account === null && this.#expectsRecoverable(request)) return false;
        throw new PosternError('access-mode');
      }
      return proof(password);
    });
  }

  /** APOP: MD5 in hex of the challenge, angle brackets included, and the password. */
  loginApop(request: LoginRequest, challenge: Bytes, digest: Bytes): Promise<LoggedIn> {
    return this.loginWith(request, password =>
      same(
        createHash('md5')
          .update(challenge + password, 'latin1')
          .digest('hex'),
        digest.toLowerCase(),
      ),
    );
  }

  /** CRAM-MD5: HMAC-MD5 in hex of the challenge under the password. */
  loginCram(request: LoginRequest, challenge: Bytes, digest: Bytes): Promise<LoggedIn> {
    return this.loginWith(request, password =>
      same(
        createHmac('md5', Buffer.from(password, 'latin1')).update(challenge, 'latin1').digest('hex'),
        digest.toLowerCase(),
      ),
    );
  }

  /** Takes in somebody whose identity is proved otherwise, as by a session: the checks of a login without password. */
  admit(addr: Addr, service: string | null, secure = true): LoggedIn {
    const found = this.#find(addr);
    if (found === null) throw new PosternError('wrong-password');
    this.#mayEnter(found.account, found.domain, service, secure);
    return loggedIn(found.account, found.domain);
  }

  /** The clear password, null when its stored form does not give it. */
  recoverable(addr: Addr): Bytes | null {
    return this.#core.vault.recover(storedPassword(this.#find(addr)?.account ?? null));
  }

  /**
   * The clear password for a mechanism that shows what it found before the login ends: null for unknown names, for forms
   * that do not give it, and while failures have closed the account.
   */
  challengeSecret(name: Bytes, domain: string | null): Bytes | null {
    const addr = resolveLogin(this.#core, name, domain);
    const found = addr === null ? null : this.#find(addr);
    if (found === null) return null;
    const effective = this.#core.resolver.account(found.account);
    if (this.#failures.isClosed(labelOf(found.account, name), effective)) return null;
    return this.#core.vault.recover(storedPassword(found.account));
  }

  /** True when new accounts of the domain that a login names would keep recoverable passwords. */
  #expectsRecoverable({ name, domain }: LoginRequest): boolean {
    const { domains, resolver } = this.#core;
    const named = splitName(name.replace('%', '@')).domain ?? domain;
    const record = (named === null ? null : domains.find(named)) ?? domains.main;
    return /^(?:a-crpt|clear)$/i.test(
      textSetting(resolver.accountBase(record), 'PasswordEncryption', 'scrypt'),
    );
  }

  /** What a recovery mail needs: the address and the clear password; null when this account cannot be helped. */
  recover(
    name: Bytes,
    domain: string | null,
  ): { readonly to: Bytes; readonly password: Bytes; readonly addr: Addr } | null {
    const addr = resolveLogin(this.#core, name, domain);
    const found = addr === null ? null : this.#find(addr);
    if (found === null || addr === null) return null;
    const effective = this.#core.resolver.account(found.account);
    const to = textSetting(effective, 'RecoverPassword', '');
    const password = this.#core.vault.recover(storedPassword(found.account));
    if (!flagSetting(effective, 'PasswordRecovery') || to === '' || password === null) return null;
    return { to, password, addr };
  }

  async #login(
    request: LoginRequest,
    isRight: (account: CachedAccount | null) => Promise<boolean>,
  ): Promise<LoggedIn> {
    const addr = resolveLogin(this.#core, request.name, request.domain);
    const found = addr === null ? null : this.#find(addr);
    const label = labelOf(found?.account ?? null, request.name);
    const effective: Dict = found === null ? BUILTIN_ACCOUNT : this.#core.resolver.account(found.account);
    const usesApp = found === null || flagSetting(effective, 'UseAppPassword');
    const ok = await this.#failures.guard(label, effective, () =>
      isRight(usesApp ? (found?.account ?? null) : null),
    );
    if (!ok || found === null) {
      if (found !== null) this.#logins.failed(found.account.id, request.address);
      if (found === null && !hidesUnknown(this.#core)) throw new PosternError('account-unknown');
      throw new PosternError('wrong-password');
    }
    this.#mayEnter(found.account, found.domain, request.service, request.secure);
    this.#failures.clear(label);
    this.#logins.succeeded(found.account.id, request.address);
    this.#counters.add(found.account.id, found.domain.id, 'Logins');
    return loggedIn(found.account, found.domain);
  }

  #mayEnter(account: CachedAccount, domain: DomainRecord, service: string | null, secure: boolean): void {
    if (domain.suspended) throw new PosternError('suspended');
    const effective = this.#core.resolver.account(account);
    if (!admits(service, effective, this.#core.resolver.domain(domain)))
      throw new PosternError('access-mode');
    if (!secure && flagSetting(effective, 'RequireAPOP')) throw new PosternError('access-mode');
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

  #find(addr: Addr): { readonly account: CachedAccount; readonly domain: DomainRecord } | null {
    const domain = this.#core.domains.find(addr.domain);
    const account = domain === null ? null : this.#core.accounts.find(domain.id, addr.account);
    return domain === null || account === null ? null : { account, domain };
  }
}

/** What failures are counted under. */
function labelOf(account: CachedAccount | null, name: Bytes): string {
  return account === null ? `?${name.slice(0, 300).toLowerCase()}` : String(account.id);
}

function storedPassword(account: CachedAccount | null): Bytes | null {
  const value = (account?.settings ?? newDict()).entries.Password;
  return typeof value === 'string' ? value : null;
}

/** Unknown accounts and wrong passwords look the same, unless the administrator wants it otherwise. */
function hidesUnknown(core: Core): boolean {
  return textSetting(core.server.dict('settings'), 'HideAccountUnknown', 'YES').toUpperCase() !== 'NO';
}

function loggedIn(account: CachedAccount, domain: DomainRecord): LoggedIn {
  return {
    principal: { kind: 'account', account: account.name, domain: domain.name },
    email: `${account.name}@${domain.name}`,
    account: account.name,
    domain: domain.name,
  };
}
