/** File storage and skins: folders, counters, contents. */
import type { KeyPart } from '../../storage/index.js';
import { decodeEntry, readUse } from '../files/tree.js';
import { decodeFile, partText, skinRecordKey } from '../skins/records.js';
import { type Findings, numberOf, textOf } from './findings.js';

interface Storage {
  files: number;
  size: number;
  /** Every folder by its number: where it is shown. */
  readonly folders: Map<number, string>;
  /** Folders that hold something. */
  readonly parents: Set<number>;
}

export async function checkFiles(found: Findings): Promise<void> {
  const storages = new Map<number, Storage>();
  const of = (account: number): Storage => {
    const known = storages.get(account);
    if (known !== undefined) return known;
    const made = { files: 0, size: 0, folders: new Map([[0, '']]), parents: new Set<number>() };
    storages.set(account, made);
    return made;
  };
  await found.each(['file'], ([, owner, folder, part], value) => {
    const account = numberOf(owner);
    const entry = decodeEntry(value);
    for (const [blob] of entry.parts) found.refer(blob);
    if (!found.counts(account)) return;
    const storage = of(account);
    const what = `the file ${textOf(part)} of account ${account}`;
    storage.parents.add(numberOf(folder));
    if (entry.isFolder) {
      const same = storage.folders.get(entry.id);
      if (same !== undefined)
        found.note(`account ${account}: the folders ${same} and ${textOf(part)} are the same one`);
      storage.folders.set(entry.id, textOf(part));
      return;
    }
    storage.files++;
    storage.size += entry.size;
    const sum = entry.parts.reduce((size, [, bytes]) => size + bytes, 0);
    if (sum !== entry.size) found.note(`${what} has ${entry.size} bytes, its content ${sum}`);
  });
  for (const [account, { files, size, folders, parents }] of storages) {
    if (!found.accounts.has(account)) found.note(`files of account ${account}, which is not there`);
    for (const folder of parents)
      if (!folders.has(folder))
        found.note(`account ${account}: there are files in folder ${folder}, which is not there`);
    const use = readUse(found.store, account);
    if (use.files !== files) found.note(`account ${account}: it has ${files} files, not ${use.files}`);
    if (use.size !== size) found.note(`account ${account}: its files have ${size} bytes, not ${use.size}`);
    const last = Math.max(...folders.keys());
    if (use.lastFolder < last) found.note(`account ${account}: the number of a folder would be used again`);
  }
  await found.each(['file.use'], ([, owner]) => {
    const account = numberOf(owner);
    const use = readUse(found.store, account);
    if (found.counts(account) && !storages.has(account) && (use.files !== 0 || use.size !== 0))
      found.note(`account ${account}: it has no files, not ${use.files}`);
  });
}

/** Files of skins and what they were before. */
export async function checkSkins(found: Findings): Promise<void> {
  const check = ([, set, skin, file]: readonly KeyPart[], value: Uint8Array): void => {
    const { blob, size } = decodeFile(value);
    found.refer(blob);
    if (found.goneDomains.has(Number(set))) return;
    const what = `the file ${partText(file)} of skin ${partText(skin)}`;
    if (blob === '' && size !== 0) found.note(`${what} has no content`);
    if (found.store.get(skinRecordKey(textOf(set), partText(skin))) === undefined && partText(skin) !== '')
      found.note(`${what}: there is no such skin`);
  };
  await found.each(['skin.file'], check);
  await found.each(['skin.old'], ([, , , ,], value) => found.refer(decodeFile(value).blob));
}
