/**
 * A small server in memory behind the web face: domains, accounts, sessions, skins, files. Pages print the name of
 * the page and their dataset as JSON, programs are functions, so that tests see exactly what the face handed over.
 */

import type {
  AppFailure,
  AppOutcome,
  AppService,
  RequestContext,
  SkinChoice,
} from '../../host/apps/types.js';
import { PosternError } from '../../host/errors/index.js';
import { createWebFace, defaultWebLimits, type WebServices, type WebSession } from '../../host/web/index.js';
import type { Identity, PendingAlert, StorageEntry } from '../../host/web/services.js';
import { parse } from '../../stdlib/data/index.js';
import {
  type Dict,
  dictGet,
  dictKeys,
  dictOf,
  dictSet,
  isArray,
  isDict,
  isTime,
  newDict,
  type Value,
} from '../../stdlib/values/index.js';
import { charsetOf, look, pageResponse } from '../../stdlib/wssp/index.js';
import { listen, type TestServer } from './wire.js';

/** A value as JSON data; timestamps as seconds. */
function plain(value: Value): unknown {
  if (isArray(value)) return value.map(plain);
  if (isDict(value)) return Object.fromEntries(dictKeys(value).map(key => [key, plain(dictGet(value, key))]));
  return isTime(value) ? { time: value.at } : value;
}

/** Reads a dictionary in Data format. */
export function data(text: string): Dict {
  const result = parse(text);
  if (!('value' in result) || !isDict(result.value)) throw new Error(`no dictionary: ${text}`);
  return result.value;
}

interface Account {
  readonly who: Identity;
  password: string;
  preferences: Dict;
  settings: Dict;
  alerts: PendingAlert[];
  files: Map<string, Buffer>;
  folders: Set<string>;
}

/** Files of one set of skins: skin name, file name, content. */
type SkinSet = Map<string, Map<string, Buffer>>;

/** What a program of the tests does. */
export type TestProgram = (context: RequestContext) => AppOutcome | Promise<AppOutcome>;

/** An answer of a program. */
export function answer(body: string, status = 200, fields: [string, string][] = []): AppOutcome {
  const response = { status, reason: null, contentType: 'text/plain', fields, body: Buffer.from(body) };
  return { kind: 'response', response };
}

export const failure: AppFailure = {
  code: 'test-failure',
  number: 640,
  message: 'the test wants this',
  file: 'bad.wcgp',
  line: 3,
  column: 5,
  codeFrame: '> 3 | secret source',
};

/** The whole server. */
export class World {
  readonly accounts = new Map<string, Account>();
  readonly sets = new Map<string | null, SkinSet>();
  readonly stock: SkinSet = new Map([['', new Map()]]);
  readonly programs = new Map<string, TestProgram>();
  readonly sessions = new Map<string, WebSession>();
  readonly preferences = new Map<string | null, Dict>();
  readonly aliases = new Map<string, string>();
  readonly mailed: string[] = [];
  readonly lines: string[] = [];
  readonly administrators = new Set<string>();
  readonly facts = { offersSignup: true, hasCertificate: false, hasLists: false, sitePrefix: '~' };
  limits = defaultWebLimits;
  proxies = '';
  private count = 0;
  private server: TestServer | null = null;

  constructor(readonly domains: readonly string[]) {
    for (const domain of domains) this.sets.set(domain, new Map());
    this.sets.set(null, new Map([['', new Map()]]));
  }

  addAccount(email: string, password: string, preferences = '{}'): Account {
    const [account = '', domain = ''] = email.split('@');
    const who = { principal: { email } as never, email, account, domain };
    const made: Account = {
      who,
      password,
      preferences: data(preferences),
      settings: newDict(),
      alerts: [],
      files: new Map(),
      folders: new Set(),
    };
    this.accounts.set(email, made);
    return made;
  }

  /** Puts files into a skin; `null`: server-wide, `stock`: stock. */
  addFiles(
    domain: string | null | 'stock',
    skin: string,
    files: Readonly<Record<string, string | Buffer>>,
  ): void {
    const set = domain === 'stock' ? this.stock : this.sets.get(domain);
    const stored = set?.get(skin) ?? new Map<string, Buffer>();
    set?.set(skin, stored);
    for (const name in files) stored.set(name, Buffer.from(files[name] as string));
  }

  /** The maps of the search order of webapp.md A3. */
  private order({ domain, skin }: SkinChoice): Map<string, Buffer>[] {
    const own = domain === null ? [] : [this.sets.get(domain)?.get(skin)];
    const order = [...own, this.sets.get(null)?.get(skin), this.stock.get(skin)];
    if (skin !== '') order.push(this.sets.get(null)?.get(''), this.stock.get(''));
    return order.filter(files => files !== undefined);
  }

  private file(choice: SkinChoice, name: string): Buffer | null {
    for (const files of this.order(choice)) {
      const found = files.get(name);
      if (found) return found;
    }
    return null;
  }

  private account(who: Identity): Account {
    const found = this.accounts.get(who.email);
    if (!found) throw new PosternError('account-unknown');
    return found;
  }

  private isAdministrator(principal: unknown): boolean {
    return this.administrators.has((principal as { email?: string }).email ?? '');
  }

  private need(principal: unknown): void {
    if (!this.isAdministrator(principal)) throw new PosternError('no-rights');
  }

  private named(domain: string | null, skin: string): Map<string, Buffer> {
    const found = this.sets.get(domain)?.get(skin);
    if (!found) throw new PosternError('skin-unknown');
    return found;
  }

  readonly apps: AppService = {
    run: async ({ context, file }) => {
      const program = this.programs.get(file);
      if (!program) return { kind: 'missing' };
      const outcome = await program(context);
      if (outcome.kind === 'failed') this.lines.push(`${context.tag} ${outcome.failure.code}`);
      return outcome;
    },
    start: async () => null,
    render: async ({ context, file, dataset }) => {
      const bytes = this.file(context.skin, file);
      if (bytes === null) return { kind: 'missing' };
      const text = bytes.toString('latin1');
      if (text === 'FAIL') return { kind: 'failed', failure };
      const page =
        text.startsWith('<RED') || text.startsWith('<REL')
          ? text
          : JSON.stringify({ page: file, text, ...(plain(dataset) as object) });
      const made = pageResponse(page, {
        secure: context.request.secure,
        host: context.request.fields.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '',
        charset: charsetOf(dataset),
        isWML: context.world.isWML ?? false,
      });
      const common = { reason: null, fields: [] as [string, string][] };
      if (made.status === 200) {
        return {
          kind: 'response',
          response: { ...common, status: 200, contentType: made.contentType, body: made.body },
        };
      }
      const fields: [string, string][] = [['Location', made.location]];
      return {
        kind: 'response',
        response: { ...common, status: 301, contentType: null, fields, body: Buffer.alloc(0) },
      };
    },
    hasFile: async (skin, file) => this.file(skin, file) !== null,
    texts: async (skin, language) => {
      const texts = newDict();
      for (const name of ['strings.data', `${language?.toLowerCase()}.data`]) {
        for (const files of this.order(skin).reverse()) {
          const bytes = files.get(name);
          const dict = bytes ? data(bytes.toString('latin1')) : newDict();
          for (const key of dictKeys(dict)) dictSet(texts, key, dictGet(dict, key));
        }
      }
      return texts;
    },
    checkSkinFile: async (name, bytes) => {
      const text = Buffer.from(bytes).toString();
      const at = text.indexOf('WRONG');
      if (at < 0 || !/\.(wssp|wcgp|data)$/.test(name)) return { ok: true };
      const error = { code: 'syntax', message: 'not <allowed>', line: 1, column: at + 1 };
      return {
        ok: false,
        errors: [error],
        marked: `${text.slice(0, at)}<--ERROR-->${text.slice(at)}`,
        codeFrame: text,
      };
    },
    dropCaches: () => {},
    usage: () => [],
    close: async () => {},
  };

  readonly services: WebServices = {
    apps: this.apps,
    limits: () => this.limits,
    trustedProxies: () => this.proxies,
    connectionTag: () => 'HTTPU-00001',
    log: {
      failure: (tag, text) => this.lines.push(`${tag} ${text}`),
      problem: (tag, text) => this.lines.push(`${tag} ${text}`),
      low: (tag, text) => this.lines.push(`${tag} ${text}`),
    },
    lists: {
      index: async () => [],
      find: () => null,
      isSubscriber: () => false,
      page: async () => ({ total: 0, unseen: 0, selected: 0, messages: [] }),
      neighbours: async () => ({ next: null, previous: null }),
      message: async () => null,
      request: async () => undefined,
    },
    domains: {
      main: () => this.domains[0] ?? '',
      ofHost: host =>
        host.isAddress || host.name === 'localhost' ? (this.domains[0] ?? null) : this.find(host.name),
      find: name => this.find(name),
      facts: () => this.facts,
      preferences: domain => this.preferences.get(domain) ?? newDict(),
    },
    accounts: {
      nobody: () => ({ email: '' }) as never,
      postmaster: () => ({ email: `postmaster@${this.domains[0]}` }) as never,
      login: async ({ name, password, domain }) => {
        const email = name.includes('@') ? name : `${name}@${domain ?? ''}`;
        const account = this.accounts.get(email.toLowerCase());
        if (!account || account.password !== password) throw new PosternError('wrong-password');
        return account.who;
      },
      signup: async ({ domain, name, password, settings }) => {
        const email = `${name}@${domain}`;
        if (this.accounts.has(email)) throw new PosternError('account-exists');
        this.addAccount(email, password).settings = settings;
      },
      recoverPassword: async (domain, name) => {
        const account = this.accounts.get(`${name}@${domain}`);
        const to = account ? look(account.settings, 'RecoverPassword') : null;
        if (typeof to !== 'string') throw new PosternError('account-unknown');
        this.mailed.push(to);
      },
      preferences: who => this.account(who).preferences,
      settings: who => this.account(who).settings,
      checkPassword: async (who, password) => {
        if (this.account(who).password !== password) throw new PosternError('wrong-password');
      },
      changePassword: async (who, _old, password) => {
        this.account(who).password = password;
      },
      setRecoverPassword: async (who, address) =>
        dictSet(this.account(who).settings, 'RecoverPassword', address),
      publicInfoNames: () => ['City', 'Phone'],
      updatePublicInfo: async (who, values) => {
        for (const [name, value] of values) dictSet(this.account(who).settings, name, value);
      },
      pendingAlerts: who => this.account(who).alerts,
      confirmAlerts: async (who, time) => {
        const account = this.account(who);
        account.alerts = account.alerts.filter(alert => alert.time > time);
      },
      siteOwner: (domain, name) => this.accounts.get(`${name.toLowerCase()}@${domain}`)?.who ?? null,
      maySeeFailures: principal => this.isAdministrator(principal),
    },
    sessions: {
      open: async ({ who, address, fixedAddress, useCookie, skin, language, data: own }) => {
        const id = `${String(++this.count).padStart(6, '0')}-${'abcdefghij0123456789'}`;
        dictSet(own, 'ID', id);
        const session: WebSession = {
          id,
          who,
          address: fixedAddress ? address : null,
          cookie: useCookie ? `cookie${this.count}` : null,
          cookieSeen: false,
          skin,
          language,
          data: own,
        };
        this.sessions.set(id, session);
        return session;
      },
      find: id => this.sessions.get(id) ?? null,
      touch: session => this.lines.push(`touch ${session.id.slice(0, 6)}`),
      close: async session => {
        this.sessions.delete(session.id);
      },
    },
    skins: {
      versions: async () => [],
      readVersion: async () => {
        throw new PosternError('skin-file-unknown');
      },
      read: (choice, file) => {
        const bytes = this.file(choice, file);
        return bytes === null ? null : { bytes, modified: Date.UTC(2026, 0, 2, 3, 4, 5) };
      },
      named: (domain, name) => {
        for (const set of [this.sets.get(domain), this.sets.get(null), this.stock])
          for (const found of set?.keys() ?? []) if (found.toLowerCase() === name.toLowerCase()) return found;
        return null;
      },
      names: domain =>
        [this.sets.get(domain), this.sets.get(null), this.stock]
          .flatMap(set => [...(set?.keys() ?? [])])
          .filter(name => name !== ''),
      mayModify: principal => this.isAdministrator(principal),
      own: async (_, domain) => {
        const set = this.sets.get(domain);
        return set?.has('') ? [...set.keys()].filter(name => name !== '') : null;
      },
      list: async (principal, domain, skin) => {
        this.need(principal);
        const [own, ...behind] = this.order({ domain, skin });
        const lines = new Map<string, { name: string; size: number; modified: number; isDefault: boolean }>();
        for (const files of [...behind.reverse(), own ?? new Map<string, Buffer>()]) {
          for (const [name, bytes] of files)
            lines.set(name, { name, size: bytes.length, modified: 0, isDefault: files !== own });
        }
        return [...lines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      },
      create: async (principal, domain, skin) => {
        this.need(principal);
        if (this.sets.get(domain)?.has(skin)) throw new PosternError('skin-exists');
        this.sets.get(domain)?.set(skin, new Map());
      },
      rename: async (principal, domain, skin, name) => {
        this.need(principal);
        this.sets.get(domain)?.set(name, this.named(domain, skin));
        this.sets.get(domain)?.delete(skin);
      },
      remove: async (principal, domain, skin) => {
        this.need(principal);
        if (this.named(domain, skin).size > 0) throw new PosternError('skin-not-empty');
        this.sets.get(domain)?.delete(skin);
      },
      store: async (principal, { domain, skin }, file, bytes) => {
        this.need(principal);
        this.named(domain, skin).set(file, Buffer.from(bytes));
      },
      removeFile: async (principal, domain, skin, file) => {
        this.need(principal);
        this.named(domain, skin).delete(file);
      },
    },
    files: {
      list: async (who, path) => {
        const { files, folders } = this.account(who);
        if (path !== '' && !folders.has(path)) return null;
        const prefix = path === '' ? '' : `${path}/`;
        const inside = (name: string) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/');
        const entries: StorageEntry[] = [];
        for (const name of folders)
          if (name !== '' && inside(name))
            entries.push({ name: name.slice(prefix.length), isFolder: true, size: 0, modified: 5 });
        for (const [name, bytes] of files)
          if (inside(name))
            entries.push({
              name: name.slice(prefix.length),
              isFolder: false,
              size: bytes.length,
              modified: 7,
            });
        return entries;
      },
      read: async (who, path) => {
        const bytes = this.account(who).files.get(path);
        return bytes ? { bytes, modified: 1_000_000_000, type: null } : null;
      },
      readPublic: async (owner, path) => {
        const { files, folders } = this.account(owner);
        if (path.startsWith('private')) throw new PosternError('no-rights');
        if (folders.has(path)) return 'folder';
        const bytes = files.get(path);
        return bytes ? { bytes, modified: 1_000_000_000, type: null } : null;
      },
      readWithKey: async (owner, path, key) => {
        const bytes = key === 'k1' ? this.account(owner).files.get(path) : undefined;
        return bytes ? { bytes, modified: 1_000_000_000, type: null } : null;
      },
      write: async (who, path, bytes) => {
        this.account(who).files.set(path, Buffer.from(bytes));
      },
      makeFolder: async (who, path) => {
        this.account(who).folders.add(path);
      },
      rename: async (who, path, to) => {
        const { files } = this.account(who);
        const bytes = files.get(path);
        if (!bytes) throw new PosternError('file-unknown');
        files.delete(path);
        files.set(to, bytes);
      },
      remove: async (who, path) => {
        const { files, folders } = this.account(who);
        if (!files.delete(path) && !folders.delete(path)) throw new PosternError('file-unknown');
      },
      use: async who => {
        const { files } = this.account(who);
        const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
        return { files: files.size, size, fileLimit: 1000, sizeLimit: null };
      },
    },
  };

  private find(name: string): string | null {
    const real = this.aliases.get(name) ?? name;
    return this.domains.includes(real) ? real : null;
  }

  async start(): Promise<number> {
    this.server = await listen(createWebFace(this.services));
    return this.server.port;
  }

  async stop(): Promise<void> {
    await this.server?.close();
  }
}

/** What a page of this server printed. */
export function pageOf(body: string): Record<string, unknown> & { page: string } {
  return JSON.parse(body) as Record<string, unknown> & { page: string };
}

export { dictOf };
