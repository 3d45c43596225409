/** Files of the account (cgpl.md 14.15). */
import { dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isData, isDict } from '../../../stdlib/values/is.js';
import { makeData, makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { AccountContext, AccountOp } from './account.js';
import type { StoredFile } from './state.js';

const MOST_READ = 1 << 20;
const NO_FILE = 'file not found';
const BAD_NAME = 'the file name is wrong';

/** Path without leading slash, null for what is none. */
function pathOf(name: Value | undefined): Bytes | null {
  if (typeof name !== 'string' || name.length > 1000) return null;
  const path = name.replace(/^\/+/, '').replace(/\/+$/, '');
  return path === '' || path.split('/').some(part => part === '' || part === '.' || part === '..')
    ? null
    : path;
}

const fileOf = ({ state }: AccountContext, path: Bytes): StoredFile | null =>
  Object.hasOwn(state.files, path) ? (state.files[path] ?? null) : null;

function isFolder({ state }: AccountContext, path: Bytes): boolean {
  return Object.keys(state.files).some(name => name.startsWith(`${path}/`));
}

function put(account: AccountContext, path: Bytes, bytes: Bytes | null): void {
  const { [path]: before, ...files } = account.state.files;
  if (bytes === null) account.update({ files });
  else {
    const now = account.now();
    account.update({
      files: { ...files, [path]: { bytes, created: before?.created ?? now, modified: now } },
    });
  }
}

const contentOf = (data: Value | undefined): Bytes | null =>
  typeof data === 'string' ? data : data !== undefined && isData(data) ? data.bytes : null;

/** Name and options of a file argument. */
function target(x: Value): { path: Bytes | null; position: Value; limit: Value } {
  if (!isDict(x)) return { path: pathOf(x), position: null, limit: null };
  return {
    path: pathOf(dictGet(x, 'fileName')),
    position: dictGet(x, 'position'),
    limit: dictGet(x, 'limit'),
  };
}

function read(account: AccountContext, x: Value = null): Value {
  const { path, position, limit } = target(x);
  const file = path === null ? null : fileOf(account, path);
  if (file === null) return null;
  const from = typeof position === 'number' ? Math.max(0, position) : 0;
  const most = typeof limit === 'number' ? Math.min(Math.max(0, limit), MOST_READ) : MOST_READ;
  if (!isDict(x) && file.bytes.length > MOST_READ) return null;
  return makeData(file.bytes.slice(from, from + most));
}

function write(account: AccountContext, x: Value = null, data: Value = null): Value {
  const { path, position } = target(x);
  const content = contentOf(data);
  if (path === null) return BAD_NAME;
  if (content === null) return 'the data must be a string or a datablock';
  if (isFolder(account, path)) return 'there is a directory with this name';
  const before = fileOf(account, path)?.bytes ?? null;
  if (position === 'new' && before !== null) return 'the file exists';
  if (position === 'end' || position === 'append') put(account, path, (before ?? '') + content);
  else if (typeof position === 'number' && position >= 0) {
    const old = (before ?? '').padEnd(Math.min(position, MOST_READ), '\0');
    put(account, path, old.slice(0, position) + content + old.slice(position + content.length));
  } else put(account, path, content);
  return null;
}

function rename(account: AccountContext, from: Value, to: Value): Value {
  const [old, name] = [pathOf(from), pathOf(to)];
  if (old === null || name === null) return BAD_NAME;
  if (fileOf(account, name) !== null || isFolder(account, name)) return 'the new name is taken';
  const files = Object.entries(account.state.files);
  if (!files.some(([path]) => path === old || path.startsWith(`${old}/`))) return NO_FILE;
  const moved = files.map(([path, file]): [string, StoredFile] => [
    path === old || path.startsWith(`${old}/`) ? name + path.slice(old.length) : path,
    file,
  ]);
  account.update({ files: Object.fromEntries(moved) });
  return null;
}

function list(account: AccountContext, folder: Value = null): Value {
  const path = typeof folder === 'string' && folder !== '' ? pathOf(folder) : '';
  if (path === null) return null;
  const lead = path === '' ? '' : `${path}/`;
  const found = newDict();
  for (const [name, { bytes, created, modified }] of Object.entries(account.state.files)) {
    if (!name.startsWith(lead)) continue;
    const rest = name.slice(lead.length);
    const slash = rest.indexOf('/');
    if (rest === '') continue;
    const times = [['STCreated', makeTime(created)] as const, ['STModified', makeTime(modified)] as const];
    if (slash < 0) dictPut(found, rest, dictOf([['STFileSize', bytes.length], ...times]));
    else if (dictGet(found, rest.slice(0, slash)) === null)
      dictPut(found, rest.slice(0, slash), dictOf(times));
  }
  return path !== '' && !isFolder(account, path) ? null : found;
}

function removeFolder(account: AccountContext, name: Value): Value {
  const path = pathOf(name);
  if (path === null || !isFolder(account, path)) return 'directory not found';
  const inside = Object.keys(account.state.files).filter(file => file.startsWith(`${path}/`));
  if (inside.some(file => file !== `${path}/`)) return 'the directory is not empty';
  put(account, `${path}/`, null);
  return null;
}

export const fileOps: Readonly<Record<string, AccountOp>> = {
  readstoragefile: read,
  writestoragefile: write,
  appendstoragefile: (account, name = null, data = null) =>
    write(
      account,
      dictOf([
        ['fileName', name],
        ['position', 'end'],
      ]),
      data,
    ),
  deletestoragefile: (account, name) => {
    const path = pathOf(name);
    if (path === null || fileOf(account, path) === null) return NO_FILE;
    put(account, path, null);
    return null;
  },
  renamestoragefile: (account, from = null, to = null) => rename(account, from, to),
  renamestoragedirectory: (account, from = null, to = null) => rename(account, from, to),
  createstoragedirectory: (account, name) => {
    const path = pathOf(name);
    if (path === null) return BAD_NAME;
    if (fileOf(account, path) !== null || isFolder(account, path)) return 'the name is taken';
    put(account, `${path}/`, '');
    return null;
  },
  deletestoragedirectory: (account, name = null) => removeFolder(account, name),
  liststoragefiles: list,
};
