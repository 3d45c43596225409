/** File storage (cgpl.md 14.15): thin calls into the object layer, which checks rights, quotas and locks. */

import { raise } from '../../../stdlib/errors.js';
import {
  decodeUtf8,
  dictOf,
  dictSet,
  encodeUtf8,
  isArray,
  isData,
  isDict,
  isXml,
  makeData,
  makeTime,
  newDict,
} from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value, Xml } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import type { FileLock, Listed, WritePosition } from '../../objects/files/index.js';
import type { Builtin, BuiltinTable } from '../scope.js';
import { bytesOf } from '../worker/form.js';
import { illegal, orNull } from './accounts.js';

/** A leading slash is ignored (cgpl.md 14.15). */
function nameOf(argument: Value | undefined): Bytes {
  return typeof argument === 'string' ? argument.replace(/^\/+(?!$)/, '') : illegal('file name');
}

/** The name of a file argument that may be a dictionary with more about it. */
function fileOf(argument: Value | undefined): { name: Bytes; more: Dict } {
  if (!isDict(argument ?? null)) return { name: nameOf(argument), more: newDict() };
  const more = argument as Dict;
  return { name: nameOf(look(more, 'fileName')), more };
}

const count = (value: Value, most: number): number =>
  typeof value === 'number' && value >= 0 ? Math.min(value, most) : most;

const read: Builtin = async ({ services, identity }, file) => {
  const { name, more } = fileOf(file);
  const most = services.limits.storagePart();
  const position = look(more, 'position');
  const limit = count(look(more, 'limit'), most);
  const slice = await services.objects.files.read(identity.principal, '*', name, {
    position: typeof position === 'number' && position > 0 ? position : 0,
    limit,
  });
  // A name alone means the whole file: a part of it would be taken for all.
  if (!isDict(file ?? null) && slice.size > most) throw new PosternError('too-large');
  return makeData(bytesOf(slice.bytes));
};

/** Positions that have a name. */
const positions: Readonly<Record<string, WritePosition>> = { end: 'end', append: 'end', new: 'new' };

function positionOf(value: Value): WritePosition {
  if (value === null) return 'replace';
  // A position keeps what is before and behind the data, also at the start of the file.
  if (typeof value === 'number') return value > 0 ? value : value === 0 ? 'start' : illegal('position');
  const known = typeof value === 'string' ? positions[value.toLowerCase()] : undefined;
  return known ?? illegal('position');
}

function contentOf(value: Value | undefined): Uint8Array | null {
  if (typeof value === 'string') return Buffer.from(value, 'latin1');
  return value !== undefined && isData(value) ? Buffer.from(value.bytes, 'latin1') : null;
}

const write: Builtin = async ({ services, identity }, file, data) => {
  const { name, more } = fileOf(file);
  const content = contentOf(data) ?? illegal('file data');
  const position = positionOf(look(more, 'position'));
  // The id of a lock that LockStorageFile gave: who holds it may write.
  const lock = look(more, 'lock');
  const tokens = typeof lock === 'string' ? [decodeUtf8(lock)] : [];
  await services.objects.files.write(identity.principal, '*', name, content, { position, tokens });
  return null;
};

/** What stops the program: a wrong class in the place of an argument (from 1). */
function wrong(builtin: string, place: number): never {
  raise('bad-argument', builtin, place, 'of this class');
}

const append: Builtin = async ({ services, identity }, name, data) => {
  if (typeof name !== 'string') wrong('AppendStorageFile', 1);
  const content = contentOf(data) ?? wrong('AppendStorageFile', 2);
  await services.objects.files.write(identity.principal, '*', nameOf(name), content, { position: 'end' });
  return null;
};

/** The dictionary of one entry of a listing. */
function entryDict({ isFolder, size, created, modified, attributesModified }: Listed): Dict {
  const time = (ms: number): Value => (ms > 0 ? makeTime(Math.floor(ms / 1000)) : null);
  return dictOf([
    ['STFileSize', isFolder ? null : size],
    ['STCreated', time(created)],
    ['STModified', time(modified)],
    ['MetaModified', time(attributesModified)],
  ]);
}

const list: Builtin = async ({ services, identity }, folder) => {
  const name = typeof folder === 'string' ? nameOf(folder) : '';
  const found = newDict();
  for await (const entry of services.objects.files.list(identity.principal, '*', name)) {
    dictSet(found, entry.name, entryDict(entry));
  }
  return found;
};

const readAttributes: Builtin = async ({ services, identity }, name, wanted = null) => {
  if (typeof name !== 'string') wrong('ReadStorageFileAttr', 1);
  const names = wanted === null ? null : isArray(wanted) ? wanted : [wanted];
  const texts =
    names?.map(item => (typeof item === 'string' ? item : wrong('ReadStorageFileAttr', 2))) ?? null;
  return services.objects.files.attributes(identity.principal, '*', nameOf(name), texts);
};

const writeAttributes: Builtin = async ({ services, identity }, name, attributes = null) => {
  if (typeof name !== 'string') wrong('WriteStorageFileAttr', 1);
  const list: Xml[] = (isArray(attributes) ? attributes : wrong('WriteStorageFileAttr', 2)).map(item =>
    isXml(item) ? item : wrong('WriteStorageFileAttr', 2),
  );
  await services.objects.files.updateAttributes(identity.principal, '*', nameOf(name), list);
  return null;
};

/** Seconds that a lock holds when the program names no time. */
const LOCK_TIME = 600;

/** A lock as programs see it. */
function lockDict(lock: FileLock): Dict {
  return dictOf([
    ['id', encodeUtf8(lock.token)],
    ['mode', lock.isShared ? 'shared' : 'exclusive'],
    ['depth', lock.isDeep ? 'infinity' : '0'],
    ['owner', lock.owner],
    ['expires', makeTime(Math.floor(lock.until / 1000))],
  ]);
}

/**
 * `mode`: `exclusive` (default), `shared` or `unlock`; `timeout` in seconds; `depth` `infinity`: with everything in
 * the folder; `owner`; `id` of a lock that is held already: its time begins anew, or it is given back.
 */
const lock: Builtin = ({ services, identity }, name, params = null) => {
  if (typeof name !== 'string') wrong('LockStorageFile', 1);
  if (!isDict(params)) wrong('LockStorageFile', 2);
  const { files } = services.objects;
  const text = (key: Bytes): Bytes => {
    const value = look(params, key);
    return typeof value === 'string' ? value : '';
  };
  const mode = text('mode').toLowerCase() || 'exclusive';
  const token = decodeUtf8(text('id'));
  if (mode === 'unlock') {
    files.unlock(identity.principal, '*', nameOf(name), token);
    return newDict();
  }
  if (mode !== 'exclusive' && mode !== 'shared') illegal('mode');
  const timeout = look(params, 'timeout');
  const wish = {
    isShared: mode === 'shared',
    isDeep: text('depth').toLowerCase() === 'infinity',
    owner: text('owner'),
    timeout: typeof timeout === 'number' && timeout > 0 ? timeout : LOCK_TIME,
  };
  return lockDict(files.lock(identity.principal, '*', nameOf(name), wish, token === '' ? null : token));
};

export const storage: BuiltinTable = {
  readstoragefile: orNull(read),
  writestoragefile: write,
  appendstoragefile: append,
  deletestoragefile: async ({ services, identity }, name) => {
    await services.objects.files.remove(identity.principal, '*', nameOf(name), 'file');
    return null;
  },
  renamestoragefile: async ({ services, identity }, old, name) => {
    await services.objects.files.rename(identity.principal, '*', nameOf(old), nameOf(name), 'file');
    return null;
  },
  createstoragedirectory: async ({ services, identity }, name) => {
    await services.objects.files.makeFolder(identity.principal, '*', nameOf(name));
    return null;
  },
  renamestoragedirectory: async ({ services, identity }, old, name) => {
    await services.objects.files.rename(identity.principal, '*', nameOf(old), nameOf(name), 'folder');
    return null;
  },
  deletestoragedirectory: async ({ services, identity }, name) => {
    await services.objects.files.remove(identity.principal, '*', nameOf(name), 'folder');
    return null;
  },
  liststoragefiles: orNull(list),
  readstoragefileattr: readAttributes,
  writestoragefileattr: writeAttributes,
  lockstoragefile: lock,
};
