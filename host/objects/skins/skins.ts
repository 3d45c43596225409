/**
 * Skins (webapp.md A): sets of the domains, the server-wide set, the stock skins. Reading in the search order is for
 * everybody, since visitors see pages; everything else needs CanModifySkins in the domain, or Users for the server.
 */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import { emailOf, type Principal } from '../principal.js';
import { dropOld, keepOld, lastNumber } from './history.js';
import { fileInfo, SkinLookup } from './lookup.js';
import { fileName, skinKey, skinName } from './names.js';
import { searchOrder } from './order.js';
import {
  decodeFile,
  decodeSkin,
  encodeFile,
  encodeSkin,
  type FileRecord,
  fileKey,
  filesOf,
  oldKey,
  oldOf,
  skinRecordKey,
  skinsOf,
} from './records.js';
import { readSet, type SetSkin, type SkinSet, skinOf } from './sets.js';
import type { SkinFile, SkinFileInfo, SkinFileLine } from './types.js';

/** An earlier content of a file, or the present one. */
export interface SkinFileVersion extends SkinFileInfo {
  /** Counts the versions of a file, from 1. */
  readonly number: number;
  readonly author: string;
  /** It is the one that is there now. */
  readonly isPresent: boolean;
}

/** The service. */
export class Skins extends SkinLookup {
  /** Names of the skins of a set; the unnamed one as `''` when it exists. */
  async list(who: Principal, domain: string | null): Promise<string[]> {
    this.deps.needModify(who, domain);
    const names = [...(await this.sets.get(this.setOf(domain))).values()].map(({ name }) => name);
    if (domain === null && !names.includes('')) names.unshift('');
    return names;
  }

  /** Own files of a skin. Throws `skin-unknown`. */
  async listFiles(who: Principal, domain: string | null, skin: string): Promise<SkinFileInfo[]> {
    this.deps.needModify(who, domain);
    const { files } = await this.needSkin(domain, skin);
    return [...files].map(([name, record]) => fileInfo(name, record));
  }

  /** Own files and, marked as default, the files that are seen from the skins further down (webapp.md A6). */
  async listVisible(who: Principal, domain: string | null, skin: string): Promise<SkinFileLine[]> {
    this.deps.needModify(who, domain);
    await this.needSkin(domain, skin);
    const lines = new Map<string, SkinFileLine>();
    for (const [at, level] of searchOrder({ domain, skin }).entries()) {
      for (const file of await this.infosAt(level)) {
        if (!lines.has(file.name)) lines.set(file.name, { ...file, isDefault: at > 0 });
      }
    }
    return [...lines.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** An own file. Throws `skin-unknown`, `skin-file-unknown`. */
  async readFile(who: Principal, domain: string | null, skin: string, file: string): Promise<SkinFile> {
    const found = await this.find(who, domain, skin, file);
    if (!found) throw new PosternError('skin-file-unknown');
    return found;
  }

  /** An own file, null when the skin has none of that name. Throws `skin-unknown`. */
  async find(who: Principal, domain: string | null, skin: string, file: string): Promise<SkinFile | null> {
    this.deps.needModify(who, domain);
    const record = (await this.needSkin(domain, skin)).files.get(fileName(file));
    return record ? this.load(record) : null;
  }

  /** Makes a skin; a named one of a domain needs the unnamed one. Throws `skin-exists`, `skin-unnamed`, `bad-name`. */
  async create(who: Principal, domain: string | null, skin: string): Promise<void> {
    this.deps.needModify(who, domain);
    if (skin !== '') skinName(skin);
    if (skin === '' && domain === null) throw new PosternError('skin-exists');
    await this.change(domain, null, async (tx, set, skins) => {
      if (skinOf(skins, skin)) throw new PosternError('skin-exists');
      if (skin !== '' && domain !== null && !skinOf(skins, '')) {
        throw new PosternError('skin-unnamed', { args: ['a named skin needs the unnamed one'] });
      }
      if (skins.size > this.deps.limits().skins) throw new PosternError('file-limit');
      tx.put(skinRecordKey(set, skinKey(skin)), encodeSkin(skin));
    });
  }

  /** Renames a named skin. Throws `skin-unknown`, `skin-exists`, `skin-unnamed`, `bad-name`. */
  async rename(who: Principal, domain: string | null, skin: string, wanted: string): Promise<void> {
    this.deps.needModify(who, domain);
    if (skin === '' || wanted === '') {
      throw new PosternError('skin-unnamed', { args: ['only named skins can be renamed'] });
    }
    skinName(wanted);
    await this.change(domain, null, async (tx, set, skins) => {
      const found = skinOf(skins, skin);
      if (!found) throw new PosternError('skin-unknown');
      if (skinKey(wanted) !== skinKey(skin) && skinOf(skins, wanted)) throw new PosternError('skin-exists');
      tx.del(skinRecordKey(set, skinKey(skin)));
      tx.put(skinRecordKey(set, skinKey(wanted)), encodeSkin(wanted));
      if (skinKey(wanted) === skinKey(skin)) return;
      for (const [file, record] of found.files) {
        tx.del(fileKey(set, skinKey(skin), file));
        tx.put(fileKey(set, skinKey(wanted), file), encodeFile(record));
      }
      await dropOld(tx, set, skinKey(skin));
    });
  }

  /** Removes an empty skin, the unnamed one only when no named one is left. Throws `skin-not-empty`, `skin-unnamed`. */
  async remove(who: Principal, domain: string | null, skin: string): Promise<void> {
    this.deps.needModify(who, domain);
    if (skin === '' && domain === null) {
      throw new PosternError('skin-unnamed', { args: ['the unnamed server skin cannot be removed'] });
    }
    await this.change(domain, null, async (tx, set, skins) => {
      const found = skinOf(skins, skin);
      if (!found) throw new PosternError('skin-unknown');
      if (found.files.size > 0) throw new PosternError('skin-not-empty');
      if (skin === '' && skins.size > 1) {
        throw new PosternError('skin-unnamed', { args: ['named skins are left'] });
      }
      tx.del(skinRecordKey(set, skinKey(skin)));
      await dropOld(tx, set, skinKey(skin));
    });
  }

  /**
   * Stores a file after its compile check. Throws `skin-compile` and stores nothing when it has an error.
   * @param isChecked the caller has just checked these bytes
   */
  async storeFile(
    who: Principal,
    domain: string | null,
    skin: string,
    file: string,
    bytes: Uint8Array,
    isChecked = false,
  ): Promise<void> {
    this.deps.needModify(who, domain);
    const name = fileName(file);
    await this.needSkin(domain, skin);
    if (bytes.length > this.deps.limits().fileSize) throw new PosternError('too-large');
    if (!isChecked) await this.check(name, bytes);
    const blob = bytes.length === 0 ? '' : (await this.deps.store.blobs.put(bytes)).id;
    await this.change(domain, name, async (tx, set, skins) => {
      const found = this.foundSkin(domain, skins, skin);
      if (!found) throw new PosternError('skin-unknown');
      const old = found.files.get(name);
      if (!old && found.files.size >= this.deps.limits().files) throw new PosternError('file-limit');
      if (!skinOf(skins, skin)) tx.put(skinRecordKey(set, skinKey(skin)), encodeSkin(skin));
      if (old) await keepOld(tx, set, skinKey(skin), name, old, this.deps.limits().versions);
      const number = (old?.number ?? (await lastNumber(tx, set, skinKey(skin), name))) + 1;
      const author = encodeUtf8(emailOf(who) ?? '');
      const record = { modified: this.deps.clock(), size: bytes.length, blob, number, author };
      if (blob !== '') tx.blobRef(blob, 1);
      tx.put(fileKey(set, skinKey(skin), name), encodeFile(record));
    });
  }

  private async check(name: string, bytes: Uint8Array): Promise<void> {
    const error = await this.deps.check(name, bytes);
    if (error)
      throw new PosternError('skin-compile', { args: [name, error.line, error.column, error.message] });
  }

  /** Removes an own file; it stays among the versions. Throws `skin-file-unknown`. */
  async removeFile(who: Principal, domain: string | null, skin: string, file: string): Promise<void> {
    this.deps.needModify(who, domain);
    const name = fileName(file);
    await this.needSkin(domain, skin);
    await this.change(domain, name, async (tx, set, skins) => {
      const record = this.foundSkin(domain, skins, skin)?.files.get(name);
      if (!record) throw new PosternError('skin-file-unknown');
      await keepOld(tx, set, skinKey(skin), name, record, this.deps.limits().versions);
      tx.del(fileKey(set, skinKey(skin), name));
    });
  }

  // ---- versions

  /** The present content of an own file and the ones before, newest first. */
  async versions(
    who: Principal,
    domain: string | null,
    skin: string,
    file: string,
  ): Promise<SkinFileVersion[]> {
    this.deps.needModify(who, domain);
    const name = fileName(file);
    const present = (await this.needSkin(domain, skin)).files.get(name);
    const records: FileRecord[] = present ? [present] : [];
    const range = oldOf(this.setOf(domain), skinKey(skin), name);
    for await (const { value } of this.deps.store.range(range, { reverse: true }))
      records.push(decodeFile(value));
    return records.map(record => ({
      ...fileInfo(name, record),
      number: record.number,
      author: record.author,
      isPresent: record === present,
    }));
  }

  /** The content of a version. Throws `skin-file-unknown`. */
  async readVersion(
    who: Principal,
    domain: string | null,
    skin: string,
    file: string,
    number: number,
  ): Promise<SkinFile> {
    this.deps.needModify(who, domain);
    const name = fileName(file);
    const present = (await this.needSkin(domain, skin)).files.get(name);
    if (present?.number === number) return this.load(present);
    const bytes = this.deps.store.get(oldKey(this.setOf(domain), skinKey(skin), name, number));
    if (!bytes) throw new PosternError('skin-file-unknown');
    return this.load(decodeFile(bytes));
  }

  // ---- stock skins

  /** Files of a stock skin. Throws `skin-unknown`. */
  listStock(who: Principal, skin: string): SkinFileInfo[] {
    this.deps.needStock(who);
    const files = this.stock.list(skin);
    if (!files) throw new PosternError('skin-unknown');
    return files;
  }

  /** A file of a stock skin. Throws `skin-unknown`, `skin-file-unknown`. */
  readStock(who: Principal, skin: string, file: string): SkinFile {
    this.deps.needStock(who);
    if (!this.stock.has(skin)) throw new PosternError('skin-unknown');
    const found = this.stock.read(skin, fileName(file));
    if (!found) throw new PosternError('skin-file-unknown');
    return found;
  }

  // ---- inside

  /** Removes all skins of a set, by its permanent key; the domain may be gone by now (null). */
  async dropSet(tx: Tx, set: string, domain: string | null): Promise<void> {
    for await (const { key, value } of tx.range(skinsOf(set))) {
      const skin = skinKey(decodeSkin(value));
      for await (const file of tx.range(filesOf(set, skin))) {
        const { blob } = decodeFile(file.value);
        if (blob !== '') tx.blobRef(blob, -1);
        tx.del(file.key);
      }
      await dropOld(tx, set, skin);
      tx.del(key);
    }
    tx.defer(() => this.changed(set, { domain, file: null }));
  }

  /** The unnamed server skin exists even before something is in it. */
  private foundSkin(domain: string | null, set: SkinSet, skin: string): SetSkin | undefined {
    const found = skinOf(set, skin);
    return found ?? (domain === null && skin === '' ? { name: '', files: new Map() } : undefined);
  }

  private async needSkin(domain: string | null, skin: string): Promise<SetSkin> {
    const found = this.foundSkin(domain, await this.sets.get(this.setOf(domain)), skin);
    if (!found) throw new PosternError('skin-unknown');
    return found;
  }

  private async change(
    domain: string | null,
    file: string | null,
    work: (tx: Tx, set: string, skins: SkinSet) => Promise<void>,
  ): Promise<void> {
    const set = this.setOf(domain);
    await this.deps.store.transact(`skins:${set}`, async tx => {
      // What is in memory may be one change behind: that of a writer whose commit is not on disk yet.
      await work(tx, set, await readSet(tx, set));
      tx.change('skin', [set], Buffer.from(encodeUtf8(file ?? ''), 'latin1'));
      tx.defer(() => this.changed(set, { domain, file }));
    });
  }
}

export type { SkinLevel } from './lookup.js';
