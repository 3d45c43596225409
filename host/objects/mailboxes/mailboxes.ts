/**
 * Mailboxes and their names (objects.md 7): finding, making, removing, renaming. `account` is a name from outside, the
 * storage that is meant when the mailbox name does not say another one (`~account/box`).
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type Tx, unkey } from '../../storage/index.js';
import { type Owner, ownerNamed } from '../owner.js';
import type { Principal } from '../principal.js';
import { type Asker, lettersOf, needLetters, needOuter, outerBox } from './access.js';
import { BoxControl } from './control.js';
import { cleanBoxes, discardBox, resumePurges } from './gone.js';
import { makeBox, makeFolders, namesBelow, needRoom } from './making.js';
import { INBOX, nameFilter, outerName, parseBoxName, splitOwner } from './names.js';
import {
  decodeName,
  dropName,
  type NameRecord,
  namesOf,
  putName,
  readBox,
  readLast,
  readName,
  readUse,
} from './records.js';
import { type BoxOptions, boxAt, changeBoxes, missing, type Target, targetOf } from './target.js';
import type { Box, BoxLine, BoxUse, MailDeps } from './types.js';

/** The service. */
export class Mailboxes {
  /** Access control and class. */
  readonly control: BoxControl;

  constructor(readonly deps: MailDeps) {
    this.control = new BoxControl(deps, this);
  }

  // ---- finding

  /** Makes the INBOX of an account when there is none yet. */
  async ensureInbox(owner: Owner): Promise<void> {
    if (readName(this.deps.store, owner.id, INBOX)) return;
    await this.deps.store.transact(this.deps.writer(owner), tx => {
      if (!readName(tx, owner.id, INBOX)) makeBox(tx, this.deps.clock(), owner, INBOX, '', []);
    });
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
    const target = targetOf(this.deps, who, account, name, options);
    await this.ensureInbox(target.owner);
    const box = boxAt(this.deps, target, target.path.name);
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
      const target = targetOf(this.deps, who, account, name, {});
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
    const owner = other === null ? this.deps.owner(who, account) : ownerNamed(this.deps, who, other);
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
      const box = record.box > 0 ? boxAt(this.deps, { ...asker, owner }, name) : null;
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
    const target = targetOf(this.deps, who, account, name, options);
    const { owner, path } = target;
    await this.ensureInbox(owner);
    await changeBoxes(this.deps, owner, async tx => {
      needOuter(this.deps, target, tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (path.isFolder ? found?.isFolder : found?.box) throw new PosternError('mailbox-exists');
      makeFolders(tx, owner, path.name);
      if (path.isFolder) {
        putName(tx, owner.id, path.name, { box: found?.box ?? 0, isFolder: true });
        return;
      }
      await needRoom(this.deps, tx, owner);
      makeBox(tx, this.deps.clock(), owner, path.name, boxClass, outerBox(tx, owner, path.name)?.acl ?? []);
    });
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
    const target = targetOf(this.deps, who, account, name, options);
    const { owner, path } = target;
    if (path.name === INBOX) throw new PosternError('mailbox-name');
    await changeBoxes(this.deps, owner, async tx => {
      const inner = await namesBelow(tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (!found || (found.box === 0 && inner.length > 0 && !withInner)) throw missing(this.deps, target);
      const names: [Bytes, NameRecord][] = [[path.name, found], ...(withInner ? inner : [])];
      for (const [each, record] of names) this.needRemovable(target, tx, each, record);
      for (const [each, record] of names) {
        if (record.box > 0) discardBox(this.deps.store, tx, owner.id, record.box);
        const stays = each === path.name && !withInner && inner.length > 0;
        if (stays) putName(tx, owner.id, each, { box: 0, isFolder: true });
        else dropName(tx, owner.id, each);
      }
    });
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
    const target = targetOf(this.deps, who, account, name, options);
    const { owner, path } = target;
    const to = targetOf(this.deps, who, `${owner.account}@${owner.domain}`, wanted, options);
    const isInside = to.path.name === path.name || to.path.name.startsWith(`${path.name}/`);
    if (to.owner.id !== owner.id || to.path.isFolder || (isInside && withInner)) {
      const isSame = to.owner.id === owner.id && to.path.name === path.name;
      throw new PosternError(isSame ? 'mailbox-exists' : 'mailbox-name');
    }
    await this.ensureInbox(owner);
    await changeBoxes(this.deps, owner, async tx => {
      const inner = await namesBelow(tx, owner, path.name);
      const found = readName(tx, owner.id, path.name);
      if (!found || (found.box === 0 && inner.length > 0 && !withInner)) throw missing(this.deps, target);
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
      makeFolders(tx, owner, to.path.name);
      for (const [each, record] of moved) {
        const next = to.path.name + each.slice(path.name.length);
        const isFolder = each === path.name && !withInner ? false : record.isFolder;
        putName(tx, owner.id, next, { box: record.box, isFolder });
      }
      if (path.name === INBOX) makeBox(tx, this.deps.clock(), owner, INBOX, '', []);
    });
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
    makeBox(tx, this.deps.clock(), owner, INBOX, '', []);
    for (const raw of names) {
      const { name, isFolder } = parseBoxName(raw, this.deps.limits().nameLength);
      if (readName(tx, owner.id, name)) continue;
      makeFolders(tx, owner, name);
      if (isFolder) putName(tx, owner.id, name, { box: 0, isFolder: true });
      else makeBox(tx, this.deps.clock(), owner, name, '', []);
    }
  }

  /** Goes on with what a stopped server left. */
  resume(): Promise<void> {
    return resumePurges(this.deps.store);
  }

  /** Removes everything of an account that is gone. */
  cleanAccount(account: number): Promise<void> {
    return cleanBoxes(this.deps.store, account);
  }
}
