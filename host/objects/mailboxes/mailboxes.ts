/**
 * Mailboxes (objects.md 7): names, classes, access control, counters. `account` is a name from outside, the storage that
 * is meant when the mailbox name does not say another one (`~account/box`).
 */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { encodeValue, type Reader, type Tx, unkey } from '../../storage/index.js';
import type { AclElement } from '../acl/acl.js';
import { purgeMessages } from '../messages/records.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import { limitSetting } from '../settings/read.js';
import { type Asker, lettersOf, needLetters, needOuter, outerBox } from './access.js';
import { updateAcl } from './acl.js';
import { type BoxName, INBOX, nameFilter, outerName, parseBoxName, splitOwner } from './names.js';
import {
  decodeName,
  dropBox,
  dropName,
  goneBoxes,
  goneBoxKey,
  type NameRecord,
  namesOf,
  ownedRanges,
  putBox,
  putLast,
  putName,
  readBox,
  readLast,
  readName,
  readUse,
} from './records.js';
import type { Box, BoxLine, BoxUse, MailDeps } from './types.js';

/** Narrowing of what the acting principal may do (AUTH of the CLI). */
export interface BoxOptions {
  readonly auth?: Principal | null;
}

interface Target extends Asker {
  readonly owner: Owner;
  readonly path: BoxName;
}

/** Topic of the change log for what happens to names, classes and ACLs of an account's mailboxes. */
export const BOXES_TOPIC = 'mailboxes';

/** The service. */
export class Mailboxes {
  constructor(readonly deps: MailDeps) {}

  private target(who: Principal, account: string, name: Bytes, { auth }: BoxOptions): Target {
    const path = parseBoxName(name, this.deps.limits().nameLength);
    const owner = this.deps.owner(who, path.owner ?? account);
    return auth ? { who, auth, owner, path } : { who, owner, path };
  }

  private change<T>(owner: Owner, work: (tx: Tx) => Promise<T> | T): Promise<T> {
    return this.deps.store.transact(this.deps.writer(owner), async tx => {
      const result = await work(tx);
      tx.change(BOXES_TOPIC, [owner.id]);
      return result;
    });
  }

  // ---- finding

  /** Makes the INBOX of an account when there is none yet. */
  async ensureInbox(owner: Owner): Promise<void> {
    if (readName(this.deps.store, owner.id, INBOX)) return;
    await this.deps.store.transact(this.deps.writer(owner), tx => {
      if (!readName(tx, owner.id, INBOX)) this.make(tx, owner, INBOX, '', []);
    });
  }

  private boxAt(reader: Reader, { who, auth, owner }: Asker & { owner: Owner }, name: Bytes): Box | null {
    const found = readName(reader, owner.id, name);
    if (!found || found.box === 0) return null;
    const record = readBox(reader, owner.id, found.box);
    const letters = lettersOf(this.deps, auth ? { who, auth } : { who }, owner, record.acl);
    return { owner, name, id: found.box, record, use: readUse(reader, owner.id, found.box), letters };
  }

  /**
   * A mailbox, with the letters of whoever asks. Throws `mailbox-unknown`, and `mailbox-denied` without these letters.
   * Whoever has no right at all learns nothing about what exists.
   */
  async open(
    who: Principal,
    account: string,
    name: Bytes,
    letters = '',
    options: BoxOptions = {},
  ): Promise<Box> {
    const target = this.target(who, account, name, options);
    await this.ensureInbox(target.owner);
    const box = this.boxAt(this.deps.store, target, target.path.name);
    const asker = target.auth ?? target.who;
    if (!box) {
      if (!this.deps.mayEverything(asker, target.owner)) throw new PosternError('mailbox-denied');
      throw new PosternError('mailbox-unknown');
    }
    if (letters === '' && box.letters.size === 0) throw new PosternError('mailbox-denied');
    needLetters(box.letters, letters);
    return box;
  }

  /** The mailbox, made with this class when it does not exist. */
  async openOrMake(
    who: Principal,
    account: string,
    name: Bytes,
    boxClass: Bytes,
    letters = '',
  ): Promise<Box> {
    try {
      return await this.open(who, account, name, letters);
    } catch (error) {
      const isMissing =
        error instanceof PosternError &&
        (error.code === 'mailbox-unknown' || error.code === 'mailbox-denied');
      const target = this.target(who, account, name, {});
      if (!isMissing || readName(this.deps.store, target.owner.id, target.path.name)?.box) throw error;
      await this.create(who, account, name, boxClass);
      return this.open(who, account, name, letters);
    }
  }

  /** The same mailbox as it is now, null when it is gone. */
  again(box: Box): Box | null {
    const found = readName(this.deps.store, box.owner.id, box.name);
    if (found?.box !== box.id) return null;
    const { owner, id } = box;
    return {
      ...box,
      record: readBox(this.deps.store, owner.id, id),
      use: readUse(this.deps.store, owner.id, id),
    };
  }

  /** Letters that somebody has now. */
  lettersNow(who: Principal, box: Box): ReadonlySet<string> {
    return lettersOf(this.deps, { who }, box.owner, readBox(this.deps.store, box.owner.id, box.id).acl);
  }

  /** Names that pass a filter (`~account/pattern` for another account) and that whoever asks may look up. */
  async list(
    who: Principal,
    account: string,
    filter: Bytes | null,
    options: BoxOptions = {},
  ): Promise<BoxLine[]> {
    const { owner: other, rest } = splitOwner(filter ?? '*');
    const owner = this.deps.owner(who, other ?? account);
    await this.ensureInbox(owner);
    const passes = nameFilter(rest === '' ? '*' : rest);
    const asker = options.auth ? { who, auth: options.auth } : { who };
    const all: [Bytes, NameRecord][] = [];
    for await (const { key, value } of this.deps.store.range(namesOf(owner.id))) {
      const name = unkey(key)[2];
      if (typeof name === 'string') all.push([name, decodeName(value)]);
    }
    const outers = new Set(all.map(([name]) => outerName(name)));
    const seesAll =
      this.deps.mayEverything(options.auth ?? who, owner) && this.deps.mayEverything(who, owner);
    const lines: BoxLine[] = [];
    for (const [name, record] of all) {
      if (!passes(name)) continue;
      const isFolder = record.isFolder || outers.has(name);
      const box = record.box > 0 ? this.boxAt(this.deps.store, { ...asker, owner }, name) : null;
      const letters = box?.letters ?? this.folderLetters(asker, owner, name);
      if (!seesAll && !letters.has('l')) continue;
      lines.push({ name, isFolder, isBox: box !== null, box: letters.has('r') ? box : null, letters });
    }
    return lines;
  }

  /** A folder without messages is seen by those who see what is above it. */
  private folderLetters(asker: Asker, owner: Owner, name: Bytes): ReadonlySet<string> {
    return lettersOf(this.deps, asker, owner, outerBox(this.deps.store, owner, name)?.acl ?? []);
  }

  // ---- names

  /** Makes a mailbox, or with a slash at the end only a folder. Throws `mailbox-exists`, `mailbox-limit`, `mailbox-denied`. */
  async create(
    who: Principal,
    account: string,
    name: Bytes,
    boxClass: Bytes = '',
    options: BoxOptions = {},
  ): Promise<void> {
    const target = this.target(who, account, name, options);
    const { owner, path } = target;
    await this.ensureInbox(owner);
    await this.change(owner, async tx => {
      needOuter(this.deps, target, tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (path.isFolder ? found?.isFolder : found?.box) throw new PosternError('mailbox-exists');
      this.makeFolders(tx, owner, path.name);
      if (path.isFolder) {
        putName(tx, owner.id, path.name, { box: found?.box ?? 0, isFolder: true });
        return;
      }
      await this.needRoom(tx, owner);
      this.make(tx, owner, path.name, boxClass, outerBox(tx, owner, path.name)?.acl ?? []);
    });
  }

  private makeFolders(tx: Tx, owner: Owner, name: Bytes): void {
    for (let outer = outerName(name); outer !== null; outer = outerName(outer)) {
      if (!readName(tx, owner.id, outer)) putName(tx, owner.id, outer, { box: 0, isFolder: true });
    }
  }

  private make(tx: Tx, owner: Owner, name: Bytes, boxClass: Bytes, acl: readonly AclElement[]): void {
    const last = readLast(tx, owner.id);
    const now = this.deps.clock();
    const uidValidity = Math.max(Math.floor(now / 1000), last.uidValidity + 1);
    const box = last.box + 1;
    putLast(tx, owner.id, { ...last, box, uidValidity });
    putBox(tx, owner.id, box, { class: boxClass, uidValidity, created: now, acl });
    const isFolder = readName(tx, owner.id, name)?.isFolder ?? false;
    putName(tx, owner.id, name, { box, isFolder });
  }

  private async needRoom(tx: Tx, owner: Owner): Promise<void> {
    const limit = limitSetting(this.deps.settings(owner), 'MaxMailboxes', null);
    if (limit === null) return;
    let count = 0;
    for await (const { value } of tx.range(namesOf(owner.id))) if (decodeName(value).box > 0) count++;
    if (count >= limit) throw new PosternError('mailbox-limit');
  }

  /** Names below a name. */
  private async below(tx: Tx, owner: Owner, name: Bytes): Promise<[Bytes, NameRecord][]> {
    const found: [Bytes, NameRecord][] = [];
    for await (const { key, value } of tx.range(namesOf(owner.id))) {
      const other = unkey(key)[2];
      if (typeof other === 'string' && other.startsWith(`${name}/`)) found.push([other, decodeName(value)]);
    }
    return found;
  }

  /** Throws unless whoever asks may remove or rename the name: `c` above it and `d` on it. */
  private needRemovable(target: Target, tx: Tx, name: Bytes, found: NameRecord): void {
    needOuter(this.deps, target, tx, target.owner, name);
    if (found.box === 0) return;
    needLetters(lettersOf(this.deps, target, target.owner, readBox(tx, target.owner.id, found.box).acl), 'd');
  }

  /**
   * Removes a mailbox with its messages; a name with others below it stays as a folder.
   * @param withInner everything below goes, too
   */
  async remove(
    who: Principal,
    account: string,
    name: Bytes,
    withInner: boolean,
    options: BoxOptions = {},
  ): Promise<void> {
    const target = this.target(who, account, name, options);
    const { owner, path } = target;
    if (path.name === INBOX) throw new PosternError('mailbox-name');
    await this.change(owner, async tx => {
      const inner = await this.below(tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (!found || (found.box === 0 && inner.length > 0 && !withInner)) throw this.missing(target);
      const names: [Bytes, NameRecord][] = [[path.name, found], ...(withInner ? inner : [])];
      for (const [each, record] of names) this.needRemovable(target, tx, each, record);
      for (const [each, record] of names) {
        if (record.box > 0) this.dropBox(tx, owner, record.box);
        const stays = each === path.name && !withInner && inner.length > 0;
        if (stays) putName(tx, owner.id, each, { box: 0, isFolder: true });
        else dropName(tx, owner.id, each);
      }
    });
  }

  private missing({ who, auth, owner }: Target): PosternError {
    const mayKnow = this.deps.mayEverything(auth ?? who, owner);
    return new PosternError(mayKnow ? 'mailbox-unknown' : 'mailbox-denied');
  }

  private dropBox(tx: Tx, owner: Owner, box: number): void {
    const use = readUse(tx, owner.id, box);
    const last = readLast(tx, owner.id);
    putLast(tx, owner.id, {
      ...last,
      size: Math.max(0, last.size - use.allSize),
      messages: Math.max(0, last.messages - use.allMessages),
    });
    // The messages are many: they go behind this transaction, in pieces.
    tx.put(goneBoxKey(owner.id, box), new Uint8Array());
    tx.defer(() => this.purge(owner.id, box));
    dropBox(tx, owner.id, box);
    tx.change('mailbox', [owner.id, box], encodeValue(['gone']));
  }

  /**
   * Renames a mailbox; a fresh INBOX takes the place of a renamed one.
   * @param withInner what is below is renamed, too; else a name with others below it stays as a folder
   */
  async rename(
    who: Principal,
    account: string,
    name: Bytes,
    wanted: Bytes,
    withInner: boolean,
    options: BoxOptions = {},
  ): Promise<void> {
    const target = this.target(who, account, name, options);
    const { owner, path } = target;
    const to = this.target(who, `${owner.account}@${owner.domain}`, wanted, options);
    const isInside = to.path.name === path.name || to.path.name.startsWith(`${path.name}/`);
    if (to.owner.id !== owner.id || to.path.name === INBOX || to.path.isFolder || (isInside && withInner)) {
      const isSame = to.owner.id === owner.id && to.path.name === path.name;
      throw new PosternError(isSame ? 'mailbox-exists' : 'mailbox-name');
    }
    await this.ensureInbox(owner);
    await this.change(owner, async tx => {
      const inner = await this.below(tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (!found || (found.box === 0 && inner.length > 0 && !withInner)) throw this.missing(target);
      this.needRemovable(target, tx, path.name, found);
      needOuter(this.deps, to, tx, owner, to.path.name);
      if (readName(tx, owner.id, to.path.name)?.box) throw new PosternError('mailbox-exists');
      const moved: [Bytes, NameRecord][] = [[path.name, found], ...(withInner ? inner : [])];
      for (const [each] of moved.slice(1)) {
        const next = to.path.name + each.slice(path.name.length);
        if (next.length > this.deps.limits().nameLength) throw new PosternError('mailbox-name');
        if (readName(tx, owner.id, next)?.box) throw new PosternError('mailbox-exists');
      }
      for (const [each] of moved) dropName(tx, owner.id, each);
      if (!withInner && inner.length > 0) putName(tx, owner.id, path.name, { box: 0, isFolder: true });
      this.makeFolders(tx, owner, to.path.name);
      for (const [each, record] of moved) {
        const next = to.path.name + each.slice(path.name.length);
        const isFolder = each === path.name && !withInner ? false : record.isFolder;
        putName(tx, owner.id, next, { box: record.box, isFolder });
      }
      if (path.name === INBOX) this.make(tx, owner, INBOX, '', []);
    });
  }

  // ---- access control and class

  /** The ACL in stored order. Needs `a`, or any right for administrators. */
  async acl(
    who: Principal,
    account: string,
    name: Bytes,
    options: BoxOptions = {},
  ): Promise<readonly AclElement[]> {
    return (await this.open(who, account, name, 'a', options)).record.acl;
  }

  /** Changes elements of the ACL. Throws `illegal-value`, `mailbox-denied`. */
  async updateAcl(
    who: Principal,
    account: string,
    name: Bytes,
    updates: Dict,
    options: BoxOptions = {},
  ): Promise<void> {
    await this.changeRecord(who, account, name, options, record => ({
      ...record,
      acl: updateAcl(record.acl, updates, this.deps.limits().aclElements),
    }));
  }

  async setClass(
    who: Principal,
    account: string,
    name: Bytes,
    boxClass: Bytes,
    options: BoxOptions = {},
  ): Promise<void> {
    if (boxClass.length > 128) throw new PosternError('illegal-value', { args: ['Class'] });
    await this.changeRecord(who, account, name, options, record => ({ ...record, class: boxClass }));
  }

  private async changeRecord(
    who: Principal,
    account: string,
    name: Bytes,
    options: BoxOptions,
    update: (record: Box['record']) => Box['record'],
  ): Promise<void> {
    const { owner, id } = await this.open(who, account, name, 'a', options);
    await this.change(owner, tx => {
      putBox(tx, owner.id, id, update(readBox(tx, owner.id, id)));
      tx.change('mailbox', [owner.id, id], encodeValue(['record']));
    });
  }

  /** Letters that `auth` has. For those who may see the ACL, and for everybody about oneself. */
  async rights(who: Principal, account: string, name: Bytes, auth: Principal): Promise<ReadonlySet<string>> {
    const target = this.target(who, account, name, {});
    await this.ensureInbox(target.owner);
    const box = this.boxAt(this.deps.store, { who: auth, owner: target.owner }, target.path.name);
    if (!box) throw this.missing(target);
    return box.letters;
  }

  // ---- for other services

  /** Bytes and number of all messages of an account. */
  total(account: number): { readonly size: number; readonly messages: number } {
    const { size, messages } = readLast(this.deps.store, account);
    return { size, messages };
  }

  /** Counters of a mailbox. */
  useOf(owner: Owner, box: number): BoxUse {
    return readUse(this.deps.store, owner.id, box);
  }

  /**
   * Makes the first mailboxes of a new account inside the transaction that makes it. An INBOX alone is made when somebody
   * first asks for it: most of what makes accounts makes many of them.
   */
  created(tx: Tx, owner: Owner, names: readonly Bytes[]): void {
    if (names.length === 0) return;
    this.make(tx, owner, INBOX, '', []);
    for (const raw of names) {
      const { name, isFolder } = parseBoxName(raw, this.deps.limits().nameLength);
      if (readName(tx, owner.id, name)) continue;
      this.makeFolders(tx, owner, name);
      if (isFolder) putName(tx, owner.id, name, { box: 0, isFolder: true });
      else this.make(tx, owner, name, '', []);
    }
  }

  /** Removes the messages of a mailbox that is gone. */
  private async purge(account: number, box: number): Promise<void> {
    const writer = `purge:${account}`;
    await purgeMessages(this.deps.store, writer, account, box);
    await this.deps.store.transact(writer, tx => tx.del(goneBoxKey(account, box)));
  }

  /** Goes on with what a stopped server left. */
  async resume(): Promise<void> {
    for await (const { key } of this.deps.store.range(goneBoxes())) {
      const [, account, box] = unkey(key);
      if (typeof account === 'number' && typeof box === 'number') await this.purge(account, box);
    }
  }

  /** Removes everything of an account that is gone, in pieces: the mailboxes first, so that nothing comes in behind. */
  async cleanAccount(account: number): Promise<void> {
    const boxes = await this.deps.store.transact(`purge:${account}`, async tx => {
      const found: number[] = [];
      for await (const { value } of tx.range(namesOf(account))) {
        const { box } = decodeName(value);
        if (box === 0) continue;
        tx.put(goneBoxKey(account, box), new Uint8Array());
        found.push(box);
      }
      for (const range of ownedRanges(account)) for await (const { key } of tx.range(range)) tx.del(key);
      return found;
    });
    for (const box of boxes) await this.purge(account, box);
  }
}
