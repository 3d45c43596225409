/** File storage of accounts (cli.md 7.11). */
import { dictSet, newDict } from '../../../stdlib/values/dict.js';
import { isXml } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Listed, WritePosition } from '../../objects/files/index.js';
import { type Args, dataOf, timeOf } from '../args.js';
import { accountOf, authOf, bytesOf } from '../asker.js';
import { area, type Run, type Session } from '../command.js';
import { numberOf, refuse } from '../syntax/items.js';

const asking = (session: Session, a: Args): { readonly auth: ReturnType<typeof authOf> } => ({
  auth: authOf(session, a),
});

/** A name with a slash at its end is that of a folder. */
const isFolderName = (name: Bytes): boolean => name.endsWith('/');
const bare = (name: Bytes): Bytes => name.replace(/\/+$/, '');

/** The name of a file. Programs in the wild write `/private//file`. */
const fileName = (a: Args, argument: string): Bytes => a.word(argument);

/** The name of a file that is written: relative to the storage of the account, without empty parts (cli.md 6.6). */
function newFileName(a: Args, argument: string): Bytes {
  const name = a.word(argument);
  if (name.startsWith('/') || bare(name).includes('//')) throw new PosternError('file-name');
  return name;
}

const readFile: Run = async (session, a) => {
  const { who, objects } = session;
  const offset = a.optional('position');
  const file = await objects.files.read(who, accountOf(session, a), fileName(a, 'fileName'), {
    ...asking(session, a),
    position: offset === null ? 0 : numberOf(offset),
    limit: a.optionalNumber('sliceSize'),
  });
  return [dataOf(file.bytes), timeOf(file.modified), file.size];
};

/** Words that stand for a position (cli.md 6.6). */
const POSITIONS: Readonly<Record<string, WritePosition>> = { BEG: 'start', END: 'end', NEW: 'new' };

function positionOf(a: Args): WritePosition {
  const word = a.optional('position')?.toUpperCase() ?? Object.keys(POSITIONS).find(each => a.has(each));
  if (word === undefined) return 'replace';
  const named = Object.hasOwn(POSITIONS, word) ? POSITIONS[word] : undefined;
  return named ?? (numberOf(word) || 'replace');
}

const writeFile: Run = (session, a) => {
  const { who, objects } = session;
  const [account, name, data] = [
    accountOf(session, a),
    newFileName(a, 'fileName'),
    bytesOf(a.data('fileData')),
  ];
  if (isFolderName(name)) {
    if (data.length > 0) throw new PosternError('file-name');
    return objects.files.makeFolder(who, account, bare(name), asking(session, a));
  }
  const position = positionOf(a);
  return objects.files.write(who, account, name, data, { ...asking(session, a), position });
};

const renameFile: Run = (session, a) => {
  const [from, to] = [fileName(a, 'oldFileName'), fileName(a, 'newFileName')];
  const kind = isFolderName(from) ? 'folder' : 'any';
  return session.objects.files.rename(
    session.who,
    accountOf(session, a),
    bare(from),
    bare(to),
    kind,
    asking(session, a),
  );
};

const deleteFile: Run = (session, a) => {
  const name = fileName(a, 'fileName');
  const kind = isFolderName(name) ? 'folder' : 'file';
  return session.objects.files.remove(
    session.who,
    accountOf(session, a),
    bare(name),
    kind,
    asking(session, a),
  );
};

function fileInfo(file: Listed): Dict {
  const info = newDict();
  dictSet(info, 'STFileSize', file.size);
  dictSet(info, 'STModified', timeOf(file.modified));
  dictSet(info, 'STCreated', timeOf(file.created));
  if (file.attributesModified > 0) dictSet(info, 'MetaModified', timeOf(file.attributesModified));
  return info;
}

const listFiles: Run = async (session, a) => {
  const folder = bare(a.optional('filePath') ?? '');
  const files = newDict();
  const listed = session.objects.files.list(session.who, accountOf(session, a), folder, asking(session, a));
  for await (const file of listed) dictSet(files, file.name, file.isFolder ? [] : fileInfo(file));
  return files;
};

const measure: Run = async (session, a) => {
  const folder = bare(a.optional('filePath') ?? '');
  const use = await session.objects.files.measure(
    session.who,
    accountOf(session, a),
    folder,
    asking(session, a),
  );
  return [use.size, use.files];
};

const readAttributes: Run = (session, a) => {
  const names = a.optionalArray('attributes') === null ? null : a.strings('attributes');
  return session.objects.files.attributes(
    session.who,
    accountOf(session, a),
    bare(fileName(a, 'fileName')),
    names,
    asking(session, a),
  );
};

const updateAttributes: Run = (session, a) => {
  const updates = a
    .array('attributes')
    .map((item): Xml => (isXml(item) ? item : refuse('XML elements are expected')));
  return session.objects.files.updateAttributes(
    session.who,
    accountOf(session, a),
    bare(fileName(a, 'fileName')),
    updates,
    asking(session, a),
  );
};

export const STORAGE = area('file storage', {
  READSTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [OFFSET position] [SIZE sliceSize] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: readFile,
  },
  WRITESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [OFFSET position|BEG|END|NEW] [AUTH authAccountName] DATA fileData',
    reads:
      'accountName FILE fileName [OFFSET position | BEG | END | NEW] [AUTH authAccountName] DATA fileData',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: writeFile,
  },
  RENAMESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE oldFileName INTO newFileName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: renameFile,
  },
  DELETESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: deleteFile,
  },
  LISTSTORAGEFILES: {
    tier: 1,
    syntax: 'accountName [PATH filePath] [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: listFiles,
  },
  GETSTORAGEFILEINFO: {
    tier: 1,
    syntax: 'accountName [PATH filePath] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: measure,
  },
  READSTORAGEFILEATTR: {
    tier: 1,
    syntax: 'accountName FILE fileName [attributes] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: readAttributes,
  },
  UPDATESTORAGEFILEATTR: {
    tier: 1,
    syntax: 'accountName FILE fileName attributes [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: updateAttributes,
  },
  GETFILESUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: (session, a) => session.objects.files.subscription(session.who, accountOf(session, a)),
  },
  SETFILESUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName newSubscription',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
    run: (session, a) =>
      session.objects.files.setSubscription(session.who, accountOf(session, a), a.strings('newSubscription')),
  },
});
