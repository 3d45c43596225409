/**
 * What the web face asks of the rest of the server, in its own words; host/server binds it to the object layer and
 * the application runner. Operations that act for somebody take the principal, and the object layer checks its
 * rights; failures are PosternErrors. Texts are UTF-8 byte strings, as everywhere; names of skins and their files
 * are Unicode text.
 */
import type { Bytes, Dict } from '../../stdlib/values/types.js';
import type { AppService, SkinChoice } from '../apps/types.js';
import type { Principal } from '../objects/api.js';
import type { SkinFileVersion } from '../objects/skins/index.js';
import type { HostName } from './request/host.js';
import type { WebLimits } from './request/limits.js';

/** A value that may be at hand already. */
export type Soon<T> = T | Promise<T>;

/** What pages tell about a domain (webapp.md C1). */
export interface DomainFacts {
  readonly offersSignup: boolean;
  readonly hasCertificate: boolean;
  readonly hasLists: boolean;
  /** Domain setting WebSitePrefix, `~` by default; `''` switches personal sites off. */
  readonly sitePrefix: string;
}

/** Domains and what belongs to them. */
export interface WebDomains {
  /** Name of the main domain, which is the name of the server, too. */
  main(): string;
  /** The domain that a host name, alias or address names; null when none does. */
  ofHost(host: HostName): Soon<string | null>;
  /** The domain of that name or alias, null when there is none. */
  find(name: string): Soon<string | null>;
  facts(domain: string): Soon<DomainFacts>;
  /** Effective default preferences of the domain's accounts; null: of the server. */
  preferences(domain: string | null): Soon<Dict>;
}

/** Who acts. */
export interface Identity {
  readonly principal: Principal;
  /** `name@domain`. */
  readonly email: string;
  readonly account: string;
  readonly domain: string;
}

/** Name and password from outside, and where they came from. */
export interface Credentials {
  /** Account of `domain`, or a full address. */
  readonly name: Bytes;
  readonly password: Bytes;
  /** Domain of the request, null when the host belongs to none: then only full addresses are good. */
  readonly domain: string | null;
  /** Address of the browser. */
  readonly address: string;
  readonly secure: boolean;
  /** The service as AccessModes names it: a session with pages, or requests that authenticate themselves. */
  readonly service: 'WebMail' | 'HTTP';
}

/** What a visitor tells who signs up (webapp.md C3). */
export interface SignupData {
  readonly domain: string;
  readonly name: Bytes;
  readonly password: Bytes;
  /** Initial settings: RealName, RecoverPassword, public info attributes. */
  readonly settings: Dict;
  readonly address: string;
}

/** An alert that waits for its confirmation. */
export interface PendingAlert {
  /** Seconds since 1970. */
  readonly time: number;
  readonly text: Bytes;
}

/** Accounts and their owners. */
export interface WebAccounts {
  /** Nobody, in a domain. */
  nobody(domain: string | null): Principal;
  /** Postmaster of the main domain, for `/sys/` programs. */
  postmaster(): Soon<Principal>;
  login(credentials: Credentials): Promise<Identity>;
  signup(data: SignupData): Promise<void>;
  /** Mails a recoverable password to the address in RecoverPassword. */
  recoverPassword(domain: string | null, name: Bytes, address: string): Promise<void>;
  /** Effective preferences. */
  preferences(who: Identity): Soon<Dict>;
  /** Effective settings, without secrets. */
  settings(who: Identity): Soon<Dict>;
  /** Rejects when the password is wrong. */
  checkPassword(who: Identity, password: Bytes): Promise<void>;
  changePassword(who: Identity, old: Bytes, password: Bytes): Promise<void>;
  setRecoverPassword(who: Identity, address: Bytes): Promise<void>;
  /** Attributes of the directory settings that users may change themselves. */
  publicInfoNames(): Soon<readonly Bytes[]>;
  /** Null values remove attributes. */
  updatePublicInfo(
    who: Identity,
    values: readonly (readonly [name: Bytes, value: Bytes | null])[],
  ): Promise<void>;
  pendingAlerts(who: Identity): Soon<readonly PendingAlert[]>;
  /** Confirms the alerts older than a moment (seconds since 1970). */
  confirmAlerts(who: Identity, time: number): Promise<void>;
  /** Account with a personal web site, null when there is none. */
  siteOwner(domain: string, name: string): Soon<Identity | null>;
  /** True for the administrators who may see why a program failed. */
  maySeeFailures(principal: Principal, domain: string | null): Soon<boolean>;
}

/** What a session is made of when it starts. */
export interface NewSession {
  readonly who: Identity;
  readonly address: string;
  readonly secure: boolean;
  readonly fixedAddress: boolean;
  readonly useCookie: boolean;
  readonly skin: string;
  readonly language: string | null;
  /** What the browser calls itself; null when it does not tell. */
  readonly client: Bytes | null;
  /** Pairs of the session dataset that the session itself does not know. */
  readonly data: Dict;
}

/** A live web session. */
export interface WebSession {
  readonly id: string;
  readonly who: Identity;
  /** Address that the session is tied to, null when it is not. */
  readonly address: string | null;
  /** Value of the session cookie, null when none is used. */
  readonly cookie: string | null;
  /** True once the browser has sent the cookie back: from then on it is needed. */
  cookieSeen: boolean;
  readonly skin: string;
  readonly language: string | null;
  /** The session dataset. */
  data: Dict;
}

/** Sessions. */
export interface WebSessions {
  open(session: NewSession): Promise<WebSession>;
  /** A live session, null when there is none. */
  find(id: string): Soon<WebSession | null>;
  /** Restarts the inactivity timer. */
  touch(session: WebSession): void;
  close(session: WebSession): Promise<void>;
}

/** A regular file of a skin. */
export interface SkinFile {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Text that changes with the content, such as its hash. */
  readonly version?: string | null;
}

/** One line of a skin's file list. */
export interface SkinFileLine {
  readonly name: string;
  readonly size: number;
  readonly modified: number;
  /** Comes from a skin further down the search order. */
  readonly isDefault: boolean;
}

/** Skins. `domain` null: the server-wide set. */
export interface WebSkins {
  /** A file in the search order of a skin, null when nobody has it. No rights: visitors see skins. */
  read(skin: SkinChoice, file: string): Soon<SkinFile | null>;
  /** A name in the letter case that it has in the domain's, the server-wide or the stock set; null: in none. */
  named(domain: string | null, name: string): Soon<string | null>;
  /** Names of all skins that a domain can use, the unnamed one left out. */
  names(domain: string): Soon<readonly string[]>;
  /** True when the principal may change the skins of the set. */
  mayModify(principal: Principal, domain: string | null): Soon<boolean>;
  /** Named skins of one set; null when its unnamed skin does not exist. */
  own(principal: Principal, domain: string | null): Promise<readonly string[] | null>;
  list(principal: Principal, domain: string | null, skin: string): Promise<readonly SkinFileLine[]>;
  create(principal: Principal, domain: string | null, skin: string): Promise<void>;
  rename(principal: Principal, domain: string | null, skin: string, name: string): Promise<void>;
  remove(principal: Principal, domain: string | null, skin: string): Promise<void>;
  store(principal: Principal, skin: SkinChoice, file: string, bytes: Uint8Array): Promise<void>;
  removeFile(principal: Principal, domain: string | null, skin: string, file: string): Promise<void>;
  /** What is kept of a file, the newest first. */
  versions(
    principal: Principal,
    domain: string | null,
    skin: string,
    file: string,
  ): Promise<readonly SkinFileVersion[]>;
  readVersion(
    principal: Principal,
    domain: string | null,
    skin: string,
    file: string,
    number: number,
  ): Promise<Uint8Array>;
}

/** An entry of a folder in the file storage. */
export interface StorageEntry {
  readonly name: Bytes;
  readonly isFolder: boolean;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** A stored file with the type that its owner gave it, if any. */
export interface StorageFile {
  readonly bytes: Uint8Array;
  readonly modified: number;
  readonly type: string | null;
  /** Text that changes with the content, such as its hash. */
  readonly version?: string | null;
}

/** How full a storage is; null: no limit. */
export interface StorageUse {
  readonly files: number;
  readonly size: number;
  readonly fileLimit: number | null;
  readonly sizeLimit: number | null;
}

/** File storage. Paths have no slash at either end; `''` is the top folder. */
export interface WebFiles {
  /** Null when there is no such folder. */
  list(who: Identity, path: Bytes): Promise<readonly StorageEntry[] | null>;
  /** Null when there is no such file. */
  read(who: Identity, path: Bytes): Promise<StorageFile | null>;
  /** The same for visitors of a personal site: `private/` is closed to them. */
  readPublic(owner: Identity, path: Bytes, visitor: Principal): Promise<StorageFile | 'folder' | null>;
  /** A file for whom has a key of it or of a folder above it (attribute `accessPwd`). */
  readWithKey(owner: Identity, path: Bytes, key: Bytes): Promise<StorageFile | null>;
  write(who: Identity, path: Bytes, bytes: Uint8Array): Promise<void>;
  makeFolder(who: Identity, path: Bytes): Promise<void>;
  rename(who: Identity, path: Bytes, to: Bytes): Promise<void>;
  remove(who: Identity, path: Bytes): Promise<void>;
  use(who: Identity): Promise<StorageUse>;
}

/** A mailing list that may be browsed (webapp.md C4). */
export interface ListLine {
  /** In small letters. */
  readonly name: Bytes;
  readonly address: Bytes;
  /** What it is about, empty when nobody said. */
  readonly realName: Bytes;
  readonly browse: 'anyone' | 'subscribers';
  readonly charset: Bytes;
}

/** How the archive of a list is shown. */
export interface ListWish {
  readonly sortField: Bytes;
  readonly isDescending: boolean;
  /** Messages whose author or subject has this text; empty: all. */
  readonly filter: Bytes;
  /** Index of the first message, and how many. */
  readonly skip: number;
  readonly limit: number;
}

/** One message of an archive. */
export interface ListMessageLine {
  readonly uid: number;
  /** The parsed header, see host/objects/messages/head. */
  readonly head: Dict;
  readonly size: number;
  /** Seconds since 1970. */
  readonly received: number;
}

export interface ListPage {
  readonly total: number;
  readonly unseen: number;
  /** Messages that pass the filter. */
  readonly selected: number;
  readonly messages: readonly ListMessageLine[];
}

/** Archives of mailing lists; `name` in any letter case. Lists that may not be browsed do not exist here. */
export interface WebLists {
  index(domain: string): Promise<readonly ListLine[]>;
  find(domain: string, name: Bytes): ListLine | null;
  /** True when the account, under any of its names, is subscribed. */
  isSubscriber(domain: string, name: Bytes, who: Identity): boolean;
  /** Throws `too-large`, `too-many` for filters that cost too much. */
  page(domain: string, name: Bytes, wish: ListWish): Promise<ListPage>;
  /** UIDs of the messages before and behind one, in the order of their arrival. */
  neighbours(
    domain: string,
    name: Bytes,
    uid: number,
  ): Promise<{ readonly next: number | null; readonly previous: number | null }>;
  /** The text of a message, null when there is none. */
  message(domain: string, name: Bytes, uid: number): Promise<Uint8Array | null>;
  /** Mails a request for confirmation. Throws `no-rights`, `illegal-value`, `too-many`. */
  request(
    domain: string,
    name: Bytes,
    address: Bytes,
    operation: 'subscribe' | 'unsubscribe',
    client: string,
  ): Promise<void>;
}

/** The log of the face. */
export interface WebLog {
  /** A failed request; `tag` names the connection or session. */
  failure(tag: string, text: string): void;
  problem(tag: string, text: string): void;
  low(tag: string, text: string): void;
}

/** Everything together. */
export interface WebServices {
  readonly apps: AppService;
  readonly domains: WebDomains;
  readonly accounts: WebAccounts;
  readonly sessions: WebSessions;
  readonly skins: WebSkins;
  readonly files: WebFiles;
  readonly lists: WebLists;
  readonly log: WebLog;
  readonly limits: () => WebLimits;
  /** Setting TrustedProxies. */
  readonly trustedProxies: () => string;
  /** Log tag of the connection of a request, `HTTPU-00012`. */
  readonly connectionTag: (request: import('node:http').IncomingMessage) => string;
}
