/** Skins (cli.md 7.13). */
import { dictSet, newDict } from '../../../stdlib/values/dict.js';
import type { Dict } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { SkinFile, SkinFileInfo } from '../../objects/skins/index.js';
import { type Args, dataOf, timeOf } from '../args.js';
import { bytesOf, domainOf } from '../asker.js';
import { area, type Run, type Session } from '../command.js';

/** Names of skins and of their files are text. */
const text = (a: Args, name: string): string => decodeUtf8(a.word(name));

/** The set of a command: that of a domain, or the server-wide one. */
type SetOf = (session: Session, a: Args) => string | null;

const domainSet: SetOf = (session, a) => domainOf(session, a.optional('domainName'));
const serverSet: SetOf = () => null;

const list =
  (set: SetOf): Run =>
  async (session, a) =>
    (await session.objects.skins.list(session.who, set(session, a))).map(name => encodeUtf8(name));

const create =
  (set: SetOf): Run =>
  (session, a) =>
    session.objects.skins.create(session.who, set(session, a), text(a, 'skinName'));

const rename =
  (set: SetOf): Run =>
  (session, a) =>
    session.objects.skins.rename(session.who, set(session, a), text(a, 'skinName'), text(a, 'newSkinName'));

const remove =
  (set: SetOf): Run =>
  (session, a) =>
    session.objects.skins.remove(session.who, set(session, a), text(a, 'skinName'));

function filesOf(infos: readonly SkinFileInfo[]): Dict {
  const files = newDict();
  for (const { name, size, modified } of infos) {
    const info = newDict();
    dictSet(info, 'STFileSize', size);
    dictSet(info, 'STModified', timeOf(modified));
    dictSet(files, encodeUtf8(name), info);
  }
  return files;
}

const listFiles =
  (set: SetOf): Run =>
  async (session, a) =>
    filesOf(await session.objects.skins.listFiles(session.who, set(session, a), text(a, 'skinName')));

const shown = (file: SkinFile): (ReturnType<typeof dataOf> | ReturnType<typeof timeOf>)[] => [
  dataOf(file.bytes),
  timeOf(file.modified),
];

const readFile =
  (set: SetOf): Run =>
  async (session, a) => {
    const { who, objects } = session;
    return shown(
      await objects.skins.readFile(who, set(session, a), text(a, 'skinName'), text(a, 'fileName')),
    );
  };

const storeFile =
  (set: SetOf): Run =>
  (session, a) => {
    const { who, objects } = session;
    const [domain, skin, file] = [set(session, a), text(a, 'skinName'), text(a, 'fileName')] as const;
    if (a.has('DELETE')) return objects.skins.removeFile(who, domain, skin, file);
    return objects.skins.storeFile(who, domain, skin, file, bytesOf(a.data('fileContent')));
  };

const listStock: Run = ({ who, objects }, a) => filesOf(objects.skins.listStock(who, text(a, 'skinName')));

const readStock: Run = ({ who, objects }, a) =>
  shown(objects.skins.readStock(who, text(a, 'skinName'), text(a, 'fileName')));

export const SKINS = area('skins', {
  LISTDOMAINSKINS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|Domain:CanModifySkins',
    run: list(domainSet),
  },
  CREATEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
    run: create(domainSet),
  },
  RENAMEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName INTO newSkinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
    run: rename(domainSet),
  },
  DELETEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
    run: remove(domainSet),
  },
  LISTDOMAINSKINFILES: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'dictionary',
    right: 'Users|Domain:CanModifySkins',
    run: listFiles(domainSet),
  },
  READDOMAINSKINFILE: {
    tier: 1,
    syntax: '[domainName SKIN] skinName FILE fileName',
    output: 'array',
    right: 'Users|Domain:CanModifySkins',
    run: readFile(domainSet),
  },
  STOREDOMAINSKINFILE: {
    tier: 1,
    syntax: '[domainName SKIN] skinName FILE fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
    run: storeFile(domainSet),
  },
  LISTSERVERSKINS: {
    tier: 1,
    output: 'array',
    right: 'Users',
    run: list(serverSet),
  },
  CREATESERVERSKIN: {
    tier: 1,
    syntax: 'skinName',
    output: 'none',
    right: 'Users',
    run: create(serverSet),
  },
  RENAMESERVERSKIN: {
    tier: 1,
    syntax: 'skinName INTO newSkinName',
    output: 'none',
    right: 'Users',
    run: rename(serverSet),
  },
  DELETESERVERSKIN: {
    tier: 1,
    syntax: 'skinName',
    output: 'none',
    right: 'Users',
    run: remove(serverSet),
  },
  LISTSERVERSKINFILES: {
    tier: 1,
    syntax: 'skinName',
    output: 'dictionary',
    right: 'Users',
    run: listFiles(serverSet),
  },
  READSERVERSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName',
    output: 'array',
    right: 'Users',
    run: readFile(serverSet),
  },
  STORESERVERSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users',
    run: storeFile(serverSet),
  },
  LISTSTOCKSKINFILES: {
    tier: 1,
    syntax: 'skinName',
    output: 'dictionary',
    right: 'Users|Domain',
    run: listStock,
  },
  READSTOCKSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName',
    output: 'array',
    right: 'Users|Domain',
    run: readStock,
  },
});
