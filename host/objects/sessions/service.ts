/** Sessions of users: opened by faces, found, told and ended by administrators (objects.md 13, cli.md 7.14). */

import { canonicalAddress } from '../../../stdlib/data/index.js';
import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { makeIp, makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { Passwords } from '../passwords/service.js';
import type { Principal } from '../principal.js';
import { type Rule, rule } from '../rights/rule.js';
import { flagSetting, textSetting } from '../settings/read.js';
import { type CloseListener, SessionRegistry, secret } from './registry.js';
import { type SessionDefaults, sessionSettings } from './settings.js';
import type { EndReason, NewSession, Session, SessionFilter, SessionKind } from './types.js';

const MANAGE = rule('Users|Domain:CanCreateWebUserSessions');
const ALL = rule('Users');
const KILL = rule('Users|Domain');

/** What an administrator says about a session made by command. */
export interface CommandSession {
  readonly kind: SessionKind;
  readonly address: Bytes;
  readonly proxied?: Bytes | null;
  readonly device?: 'WML' | 'IMODE' | null;
  readonly skin?: Bytes | null;
}

export class Sessions {
  readonly #core: Core;
  readonly #passwords: Passwords;
  readonly #registry: SessionRegistry;

  constructor(core: Core, passwords: Passwords, defaults: () => SessionDefaults = () => ({})) {
    this.#core = core;
    this.#passwords = passwords;
    const settings = (): ReturnType<typeof sessionSettings> =>
      sessionSettings(core.server.dict('sessions'), defaults());
    this.#registry = new SessionRegistry(settings, core.clock, core.log);
    core.owned.register({
      name: 'sessions',
      close: async accountId => {
        this.#endAll(accountId, 'account');
        return true;
      },
    });
  }

  /** Opens a session for somebody who has proved who it is. Refuses with session-limit, suspended, account-unknown. */
  async open(session: NewSession): Promise<Session> {
    const domain = this.#core.domains.find(session.domain);
    const account = domain === null ? null : this.#core.accounts.find(domain.id, session.account);
    if (domain === null || account === null) throw new PosternError('account-unknown');
    const who = this.#passwords.admit({ account: account.name, domain: domain.name }, null);
    const prefs = this.#core.resolver.prefs(account);
    const now = this.#core.clock();
    const { id, number } = this.#registry.newId();
    const made: Session = {
      id,
      number,
      kind: session.kind,
      who,
      principal: who.principal,
      account: who.account,
      domain: who.domain,
      accountId: account.id,
      loginAddress: session.address,
      proxied: session.proxied ?? null,
      address: session.fixedAddress ? session.address : null,
      cookie: session.useCookie ? secret() : null,
      cookieSeen: false,
      secure: session.secure,
      skin: session.skin ?? textSetting(prefs, SKINS[session.device ?? ''] ?? 'SkinName', ''),
      language: session.language ?? (textSetting(prefs, 'Language', '') || null),
      device: session.device ?? null,
      transport: transportOf(session.transport),
      client: session.client ?? null,
      opened: now,
      lastUsed: now,
      idle: null,
      data: dictOf([]),
    };
    made.data = dataset(made, account, session.data ?? null);
    this.#registry.add(made);
    return made;
  }

  /** A live session of either kind; null when there is none. */
  find(id: string): Session | null {
    return this.#registry.find(id);
  }

  /** Restarts the inactivity timer. */
  touch(id: string): void {
    const session = this.#registry.find(id);
    if (session !== null) session.lastUsed = this.#core.clock();
  }

  /** Another longest silence for one session, milliseconds. */
  setIdle(id: string, time: number): void {
    const session = this.#registry.find(id);
    if (session !== null) session.idle = time;
  }

  /** The client program tells its name; the session dataset shows it, too. */
  setClient(id: string, client: Bytes): void {
    const session = this.#registry.find(id);
    if (session === null) return;
    session.client = client;
    session.data = dictOf([...Object.entries(session.data.entries), ['client', client]]);
  }

  close(id: string, reason: EndReason): void {
    const session = this.#registry.find(id);
    if (session !== null) this.#registry.end(session, reason);
  }

  /** Told of every session that ends, whoever ended it. Gives a function that ends the telling. */
  onClose(listener: CloseListener): () => void {
    return this.#registry.onClose(listener);
  }

  /** Sessions that are open. */
  count(): number {
    return this.#registry.size;
  }

  /** Every open session, for monitors. */
  all(): IterableIterator<Session> {
    return this.#registry.all();
  }

  /** Ends all of them: the server stops. */
  closeAll(reason: EndReason = 'stopping'): void {
    for (const session of [...this.#registry.all()]) this.#registry.end(session, reason);
  }

  /** Opens a session for an account without its password; gives the ID. */
  async create(who: Principal, name: Bytes, made: CommandSession): Promise<Bytes> {
    const account = this.#core.targets.ruled(who, name, MANAGE);
    const domain = this.#core.domains.get(account.domainId);
    if (domain === null) throw new PosternError('domain-unknown');
    const prefs = this.#core.resolver.prefs(account);
    const session = await this.open({
      kind: made.kind,
      account: account.name,
      domain: domain.name,
      address: addressOf(made.address),
      proxied: made.proxied == null ? null : addressOf(made.proxied),
      secure: false,
      fixedAddress: flagSetting(prefs, 'IPWatch'),
      useCookie: false,
      device: made.device ?? null,
      ...(made.skin == null ? {} : { skin: made.skin }),
      transport: made.kind === 'web' ? 'HTTP' : 'XIMSS',
    });
    return session.id;
  }

  /** IDs of the sessions of an account. */
  list(who: Principal, name: Bytes, filter: SessionFilter = {}): Bytes[] {
    const account = this.#core.targets.ruled(who, name, MANAGE);
    return this.#matching(account.id, filter).map(session => session.id);
  }

  /** ID of one of them. */
  findOf(who: Principal, name: Bytes, filter: SessionFilter = {}): Bytes {
    const [first] = this.list(who, name, filter);
    if (first === undefined) throw new PosternError('session-unknown');
    return first;
  }

  /** The session dataset; restarts the inactivity timer. Domain administrators name their domain. */
  get(who: Principal, id: Bytes, options: { readonly domain?: Bytes | null } = {}): Dict {
    const session = this.#named(who, id, options.domain ?? null);
    session.lastUsed = this.#core.clock();
    const data = dictOf(Object.entries(session.data.entries));
    if (session.client !== null) dictPut(data, 'client', session.client);
    return data;
  }

  /** Ends a session. */
  kill(who: Principal, id: Bytes, options: { readonly domain?: Bytes | null } = {}): void {
    this.#registry.end(this.#named(who, id, options.domain ?? null), 'killed');
  }

  /** Ends every session of an account, and whatever else is open in it. */
  async killAccount(who: Principal, name: Bytes): Promise<void> {
    const account = this.#core.targets.account(who, name, KILL);
    this.#endAll(account.id, 'killed');
    await this.#core.owned.close(account.id, 'killed by an administrator');
  }

  #named(who: Principal, id: Bytes, domain: Bytes | null): Session {
    const needs: Rule = domain === null ? ALL : MANAGE;
    const record = domain === null ? null : this.#core.targets.domain(who, domain, needs);
    if (record === null) this.#core.rights.need(who, needs);
    const session = this.#registry.find(id);
    if (session === null || (record !== null && session.domain !== record.name))
      throw new PosternError('session-unknown');
    return session;
  }

  #matching(accountId: number, filter: SessionFilter): readonly Session[] {
    const address = filter.address == null ? null : addressOf(filter.address);
    const proxied = filter.proxied == null ? null : addressOf(filter.proxied);
    const same = (wanted: Bytes | null | undefined, value: Bytes): boolean =>
      wanted == null || wanted.toLowerCase() === value.toLowerCase();
    return this.#registry
      .ofAccount(accountId)
      .filter(
        session =>
          (address === null || session.loginAddress === address) &&
          (proxied === null || session.proxied === proxied) &&
          same(filter.protocol, PROTOCOLS[session.kind]) &&
          same(filter.transport, session.transport) &&
          same(filter.client, session.client ?? ''),
      );
  }

  #endAll(accountId: number, reason: EndReason): void {
    for (const session of this.#registry.ofAccount(accountId)) this.#registry.end(session, reason);
  }
}

const PROTOCOLS: Readonly<Record<SessionKind, Bytes>> = { web: 'WebUser', ximss: 'XIMSS' };
/** Preferences that name the skin of small devices. */
const SKINS: Readonly<Record<string, Bytes>> = { WML: 'WMLSkinName', IMODE: 'IModeSkinName' };

/** What pages see as SESSION and administrators as the session (webapp.md B3). */
function dataset(session: Session, account: CachedAccount, given: Dict | null): Dict {
  const pairs: readonly (readonly [Bytes, Value])[] = [
    ['ID', session.id],
    ['accountName', session.account],
    ['domainName', session.domain],
    ['fullAccountName', session.who.email],
    ['realName', textSetting(account.settings, 'RealName', '') || null],
    ['filesRef', `/SkinFiles/${session.domain}/${encodeURIComponent(session.skin)}/`],
    ['skinName', session.skin],
    ['language', session.language],
    ['startTime', makeTime(Math.floor(session.opened / 1000))],
    ['address', makeIp(session.loginAddress)],
    ['protocol', PROTOCOLS[session.kind]],
    ['transport', session.transport],
    ['client', session.client],
  ];
  return dictOf([...pairs, ...Object.entries(given?.entries ?? {})]);
}

function transportOf(given: NewSession['transport']): 'HTTP' | 'XIMSS' {
  return given === 'XIMSS' || given === 'tcp' || given === 'ws' ? 'XIMSS' : 'HTTP';
}

/** The canonical form of an address in any of the forms of cli.md 3. */
function addressOf(raw: Bytes): string {
  const text = raw.replace(/^#I/, '').replace(/^\[(.*)\](?::\d+)?$/, '$1');
  const address = canonicalAddress(text);
  if (address === null) throw new PosternError('illegal-value', { args: ['ip-address'] });
  return address;
}
