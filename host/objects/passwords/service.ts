/** Passwords: set, check, log in (objects.md 4, cli.md 7.2). */
import { createHash, createHmac } from 'node:crypto';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { resolveLogin } from '../accounts/resolve.js';
import { changeSettings } from '../accounts/settings.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { Addr, DomainRecord } from '../core/types.js';
import { provideName } from '../helpers/provide.js';
import { splitName } from '../names/syntax.js';
import type { Networks } from '../networks/service.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { BUILTIN_ACCOUNT } from '../settings/builtin.js';
import { flagSetting, textSetting } from '../settings/read.js';
import type { Counters } from '../statistics/counters.js';
import type { Failures } from './failures.js';
import { same } from './forms/recoverable.js';
import type { Logins } from './logins.js';
import { admitsMethod } from './methods.js';
import { admits, checkPolicy } from './policy.js';
import { type ChallengeAnswer, METHODS, type ProofCheck, Secrets, storedPassword } from './secrets.js';
import { checkText } from './vault.js';

const SET = rule('own|Users|Domain:BasicSettings');
const VERIFY = rule('Users|DomainsRead|Domain');
const MASTER = rule('Master');

/** YES: the owner has to change the password; ends when he does (ximss.md 3.4). */
const MUST_CHANGE: Bytes = 'MustChangePassword';

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
  /** The login method, as in AUTHMethods; absent where clients have no choice, as on pages. */
  readonly method?: string;
}

/** Whoever logged in. */
export interface LoggedIn {
  readonly principal: Principal & { readonly kind: 'account' };
  /** `name@domain`. */
  readonly email: string;
  readonly account: string;
  readonly domain: string;
}

export class Passwords {
  readonly #core: Core;
  readonly #logins: Logins;
  readonly #failures: Failures;
  readonly #counters: Counters;
  readonly #networks: Networks;
  readonly #secrets: Secrets;

  constructor(core: Core, logins: Logins, failures: Failures, counters: Counters, networks: Networks) {
    this.#networks = networks;
    this.#counters = counters;
    this.#core = core;
    this.#secrets = new Secrets(core);
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
    const changes: [Bytes, Bytes][] = [[key, value]];
    // the owner did what he had to; what an administrator sets stays as it was wanted
    if (isOwn && key === 'Password' && flagSetting(effective, MUST_CHANGE)) changes.push([MUST_CHANGE, 'NO']);
    await changeSettings(this.#core, account, dictOf(changes));
  }

  /** True when the owner has to change the password. */
  mustChange(addr: Addr): boolean {
    const found = this.#find(addr);
    return found !== null && flagSetting(this.#core.resolver.account(found.account), MUST_CHANGE);
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
    const isRight = await this.#secrets.isRight(account, null, password);
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
    return this.#secrets.isRight(this.#find(addr)?.account ?? null, null, password);
  }

  /** Logs in with a clear password. Refuses with wrong-password, suspended, access-mode, too-many-failures. */
  login(request: LoginRequest & { readonly password: Bytes }): Promise<LoggedIn> {
    return this.#login(request, account => this.#secrets.isRight(account, request.service, request.password));
  }

  /**
   * Logs in with a proof that needs the clear password: APOP, CRAM-MD5, SCRAM. `access-mode` when it is not kept. An
   * external authenticator gets the answer, or is asked for the password.
   */
  loginWith(request: LoginRequest, proof: ProofCheck, answer?: ChallengeAnswer): Promise<LoggedIn> {
    return this.#login({ ...request, secure: true }, account => {
      if (account !== null) return this.#secrets.isProved(account, request.service, proof, answer);
      if (this.#expectsRecoverable(request)) return Promise.resolve(false);
      throw new PosternError('access-mode');
    });
  }

  /** APOP: MD5 in hex of the challenge, angle brackets included, and the password. */
  loginApop(request: LoginRequest, challenge: Bytes, digest: Bytes): Promise<LoggedIn> {
    return this.loginWith(
      request,
      password =>
        same(
          createHash('md5')
            .update(challenge + password, 'latin1')
            .digest('hex'),
          digest.toLowerCase(),
        ),
      { method: 'APOP', challenge, response: digest },
    );
  }

  /** CRAM-MD5: HMAC-MD5 in hex of the challenge under the password. */
  loginCram(request: LoginRequest, challenge: Bytes, digest: Bytes): Promise<LoggedIn> {
    return this.loginWith(
      request,
      password =>
        same(
          createHmac('md5', Buffer.from(password, 'latin1')).update(challenge, 'latin1').digest('hex'),
          digest.toLowerCase(),
        ),
      { method: 'CRAM-MD5', challenge, response: digest },
    );
  }

  /** Takes in somebody whose identity is proved otherwise, as by a session: the checks of a login without password. */
  admit(addr: Addr, service: string | null, secure = true): LoggedIn {
    const found = this.#find(addr);
    if (found === null) throw new PosternError('wrong-password');
    this.#mayEnter(found.account, found.domain, service, secure);
    return loggedIn(found.account, found.domain);
  }

  /** True when a domain offers a login method; null is the main domain, unknown domains offer what it does. */
  offers(domain: string | null, method: string): boolean {
    const { domains, resolver } = this.#core;
    const record = (domain === null ? null : domains.find(domain)) ?? domains.main;
    return admitsMethod(resolver.domain(record), method);
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
    let found = this.#resolved(request);
    if (found === null) {
      if (this.#failures.isClosed(labelOf(null, request.name), BUILTIN_ACCOUNT))
        throw new PosternError('too-many-failures');
      const address = await provideName(this.#core, request.name, 'access', request.domain);
      if (address !== null) found = this.#resolved({ name: address, domain: request.domain });
    }
    const account = found?.account ?? null;
    const label = labelOf(account, request.name);
    const effective: Dict = account === null ? BUILTIN_ACCOUNT : this.#core.resolver.account(account);
    let failure: PosternError | null = null;
    const ok = await this.#failures.guard(label, effective, async () => {
      try {
        return await isRight(account);
      } catch (error) {
        const isLate = error instanceof PosternError && error.code === 'helper-failed';
        if (!isLate || !flagSetting(effective, 'UseAppPassword')) throw error;
        // The password that is stored here was wrong: it counts, whatever the helper would have said.
        failure = error;
        return false;
      }
    });
    if (failure !== null) throw failure;
    if (!ok || found === null) {
      if (found !== null) this.#logins.failed(found.account.id, request.address);
      if (found === null && !hidesUnknown(this.#core)) throw new PosternError('account-unknown');
      throw new PosternError('wrong-password');
    }
    this.#mayEnter(found.account, found.domain, request.service, request.secure, request.method);
    this.#failures.clear(label);
    this.#logins.succeeded(found.account.id, request.address);
    if (request.address !== null) this.#networks.noteClient(request.address);
    this.#counters.add(found.account.id, found.domain.id, 'Logins');
    if (flagSetting(effective, 'LogLogin')) {
      const by = `${request.service ?? 'a service'} from [${request.address ?? 'local'}]`;
      this.#core.log.problem(`login of ${found.account.name}@${found.domain.name}: ${by}`);
    }
    return loggedIn(found.account, found.domain);
  }

  /** The account that a login name means, null when there is none. */
  #resolved({ name, domain }: Pick<LoginRequest, 'name' | 'domain'>) {
    const addr = resolveLogin(this.#core, name, domain);
    return addr === null ? null : this.#find(addr);
  }

  #mayEnter(
    account: CachedAccount,
    domain: DomainRecord,
    service: string | null,
    secure: boolean,
    method?: string,
  ): void {
    if (domain.suspended) throw new PosternError('suspended');
    const effective = this.#core.resolver.account(account);
    const ofDomain = this.#core.resolver.domain(domain);
    if (!admits(service, effective, ofDomain)) throw new PosternError('access-mode');
    if (method !== undefined && !admitsMethod(ofDomain, method)) throw new PosternError('access-mode');
    if (!secure && flagSetting(effective, 'RequireAPOP')) throw new PosternError('access-mode');
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
