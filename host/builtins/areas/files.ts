/** File storage built-ins (cgpl.md 14.15): the current account's files, and `~account/...` those of others. */
import { raise } from '../../../stdlib/errors.js';
import { dictSet, isData, isDict, isNumber, isXml, makeTime, newDict } from '../../../stdlib/values/index.js';
import { type Bytes, type Dict, Kind, type Value, type Xml } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import type { Listed, WritePosition } from '../../objects/files/types.js';
import type { Builtin, BuiltinTable, RunScope } from '../scope.js';
import { bytesOf } from '../worker/form.js';

type Argument = Value | undefined;

/** The storage that a name without `~account/` means. */
const OWN = '*';

/** A name: a string, or the refusal that functions report. */
function nameArgument(argument: Argument): Bytes {
  if (typeof argument !== 'string') throw new PosternError('bad-argument', { args: ['name'] });
  return argument;
}

/** A name in built-ins that stop the program otherwise. */
function neededName(builtin: string, argument: Argument): Bytes {
  return typeof argument === 'string' ? argument : raise('bad-argument', builtin, 1, kindOf(argument));
}

const kindOf = (x: Argument) =>
  x === null || x === undefined ? 'null' : typeof x === 'object' ? 'an object' : typeof x;

/** Bytes of a string or datablock, null for everything else. */
function content(x: Argument): Uint8Array | null {
  if (typeof x === 'string') return Buffer.from(x, 'latin1');
  return x !== undefined && isData(x) ? Buffer.from(x.bytes, 'latin1') : null;
}

/** The file of a read or write: a name, or a dictionary with `fileName`. */
function fileOf(x: Argument): { name: Bytes; options: Dict } | null {
  if (typeof x === 'string') return { name: x, options: newDict() };
  if (x === undefined || !isDict(x)) return null;
  const name = look(x, 'fileName');
  return typeof name === 'string' ? { name, options: x } : null;
}

/** A count from a dictionary; `missing` without one. */
function countOf(options: Dict, key: Bytes, missing: number): number {
  const value = look(options, key);
  if (value === null) return missing;
  const count = isNumber(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(count) || count < 0) throw new PosternError('bad-argument', { args: [key] });
  return count;
}

const positions: Readonly<Record<string, WritePosition>> = { end: 'end', append: 'end', new: 'new' };

/** Where a write begins. */
function positionOf(options: Dict): WritePosition {
  const value = look(options, 'position');
  if (value === null) return 'replace';
  if (typeof value === 'string') {
    const known = Object.hasOwn(positions, value.toLowerCase()) ? positions[value.toLowerCase()] : undefined;
    if (known === undefined) throw new PosternError('bad-argument', { args: ['position'] });
    return known;
  }
  return countOf(options, 'position', 0);
}

/** Null instead of a refusal, for functions whose failure is null. */
async function orNull(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PosternError) return null;
    throw error;
  }
}

/** Attributes of an entry as programs see them. */
function describe({ isFolder, size, created, modified, attributesModified }: Listed): Dict {
  const entry = newDict();
  if (!isFolder) dictSet(entry, 'STFileSize', size);
  dictSet(entry, 'STCreated', makeTime(created));
  dictSet(entry, 'STModified', makeTime(modified));
  if (attributesModified > 0) dictSet(entry, 'MetaModified', makeTime(attributesModified));
  return entry;
}

const files = ({ services }: RunScope) => services.objects.files;
const who = ({ identity }: RunScope) => identity.principal;

/** A change that takes names: null after success. */
const change =
  (work: (scope: RunScope, names: Bytes[]) => Promise<void>, count: 1 | 2): Builtin =>
  async (scope, ...names) => {
    await work(scope, names.slice(0, count).map(nameArgument));
    return null;
  };

export const storageFiles: BuiltinTable = {
  readstoragefile: (scope, file) =>
    orNull(async () => {
      const wanted = fileOf(file);
      if (wanted === null) return null;
      const most = scope.services.limits.storagePart();
      const position = countOf(wanted.options, 'position', 0);
      const limit = Math.min(countOf(wanted.options, 'limit', most), most);
      const slice = await files(scope).read(who(scope), OWN, wanted.name, { position, limit });
      // A plain name means the whole file: a part of it would pass for the whole.
      if (typeof file === 'string' && slice.size > slice.bytes.length) return null;
      return { kind: Kind.Data, bytes: bytesOf(slice.bytes) };
    }),
  writestoragefile: async (scope, file, data) => {
    const wanted = fileOf(file);
    const bytes = content(data);
    if (wanted === null) throw new PosternError('bad-argument', { args: ['name'] });
    if (bytes === null) throw new PosternError('bad-argument', { args: ['data'] });
    const position = positionOf(wanted.options);
    await files(scope).write(who(scope), OWN, wanted.name, bytes, { position });
    return null;
  },
  appendstoragefile: async (scope, name, data) => {
    const file = neededName('AppendStorageFile', name);
    const bytes = content(data) ?? raise('bad-argument', 'AppendStorageFile', 2, kindOf(data));
    await files(scope).write(who(scope), OWN, file, bytes, { position: 'end' });
    return null;
  },
  deletestoragefile: change((scope, [name = '']) => files(scope).remove(who(scope), OWN, name, 'file'), 1),
  renamestoragefile: change(
    (scope, [name = '', to = '']) => files(scope).rename(who(scope), OWN, name, to, 'file'),
    2,
  ),
  createstoragedirectory: change((scope, [name = '']) => files(scope).makeFolder(who(scope), OWN, name), 1),
  renamestoragedirectory: change(
    (scope, [name = '', to = '']) => files(scope).rename(who(scope), OWN, name, to, 'folder'),
    2,
  ),
  deletestoragedirectory: change(
    (scope, [name = '']) => files(scope).remove(who(scope), OWN, name, 'folder'),
    1,
  ),
  liststoragefiles: (scope, folder) =>
    orNull(async () => {
      const found = newDict();
      const name = typeof folder === 'string' ? folder : '';
      for await (const entry of files(scope).list(who(scope), OWN, name)) {
        dictSet(found, entry.name, describe(entry));
      }
      return found;
    }),
  readstoragefileattr: async (scope, name, wanted = null) => {
    const file = neededName('ReadStorageFileAttr', name);
    const names = typeof wanted === 'string' ? [wanted] : wanted;
    const isList = Array.isArray(names) && names.every(one => typeof one === 'string');
    if (names !== null && !isList) raise('bad-argument', 'ReadStorageFileAttr', 2, kindOf(wanted));
    return files(scope).attributes(who(scope), OWN, file, isList ? (names as Bytes[]) : null);
  },
  writestoragefileattr: async (scope, name, updates = null) => {
    const file = neededName('WriteStorageFileAttr', name);
    if (!Array.isArray(updates) || !updates.every(isXml)) {
      raise('bad-argument', 'WriteStorageFileAttr', 2, kindOf(updates));
    }
    await files(scope).updateAttributes(who(scope), OWN, file, updates as Xml[]);
    return null;
  },
};
