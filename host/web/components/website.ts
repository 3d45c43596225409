/** WebSite: the file storage manager, `website.wssp` (webapp.md D4, D16). */
import {
  type Bytes,
  type Dict,
  dictOf,
  dictSet,
  encodeUtf8,
  makeTime,
  type Value,
} from '../../../stdlib/values/index.js';
import type { Parameters } from '../request/parameters.js';
import { encodeURL } from '../request/percent.js';
import type { Identity, StorageEntry, WebFiles } from '../services.js';
import { report, WebError } from './errorcode.js';
import type { SessionComponent } from './types.js';

/** Reference prefix of files in a session. */
const FILE_REF = 'WebFile/';

/** A name inside a folder. */
function entryName(name: Bytes): Bytes {
  if (name === '' || name === '.' || name === '..' || /[\u0000-\u001f\u007f/\\]/.test(name)) {
    throw new WebError('Illegal File Name');
  }
  return name;
}

/** A folder path from outside without slashes at its ends. */
function folderPath(path: Bytes): Bytes {
  const parts = path.split('/').filter(part => part !== '');
  return parts.map(entryName).join('/');
}

const inside = (folder: Bytes, name: Bytes) => (folder === '' ? name : `${folder}/${name}`);

/** What is needed to act in a folder. */
interface Place {
  readonly files: WebFiles;
  readonly who: Identity;
  readonly folder: Bytes;
  readonly parameters: Parameters;
}

const chosen = (parameters: Parameters) => [...parameters.texts('folder'), ...parameters.texts('file')];

/** Actions by the parameter that starts them, in the order they are looked for. */
const actions: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  Create: async ({ files, who, folder, parameters }) => {
    for (const { name, bytes } of parameters.files('Upload')) {
      await files.write(who, inside(folder, entryName(encodeUtf8(name))), bytes);
    }
  },
  CreateDir: async ({ files, who, folder, parameters }) => {
    await files.makeFolder(who, inside(folder, entryName(parameters.textOr('NewName').trim())));
  },
  Remove: async ({ files, who, folder, parameters }) => {
    for (const name of chosen(parameters)) await files.remove(who, inside(folder, entryName(name)));
  },
  rename: async ({ files, who, folder, parameters }) => {
    const [name, ...others] = chosen(parameters);
    if (name === undefined || others.length > 0) throw new WebError('Select One File');
    const wanted = entryName(parameters.textOr('RenameName').trim());
    await files.rename(who, inside(folder, entryName(name)), inside(folder, wanted));
  },
};

/** Elements of an entry. */
const describe = (folder: Bytes, { name, size, modified }: StorageEntry): Value =>
  dictOf([
    ['name', name],
    ['path', inside(folder, name)],
    ['size', size],
    ['modified', makeTime(modified)],
  ]);

/** The folder and those around it, outermost first: for the way back up. */
function pathOf(folder: Bytes): Value {
  const names = folder.split('/').filter(name => name !== '');
  return names.map((name, at) =>
    dictOf([
      ['name', name],
      ['path', names.slice(0, at + 1).join('/')],
    ]),
  );
}

/** Reference prefix of the files of a folder: pages cannot encode a path part by part. */
function folderRefOf(folder: Bytes): Bytes {
  const names = folder.split('/').filter(name => name !== '');
  return FILE_REF + names.map(name => `${encodeURL(name)}/`).join('');
}

/** The list of a folder. */
async function addList(dataset: Dict, files: WebFiles, who: Identity, folder: Bytes): Promise<void> {
  const entries = await files.list(who, folder);
  if (entries === null) throw new WebError('Folder Not Found');
  const described = (isFolder: boolean) =>
    entries.filter(entry => entry.isFolder === isFolder).map(entry => describe(folder, entry));
  dictSet(dataset, 'files', described(false));
  dictSet(dataset, 'folders', described(true));
}

export const webSite: SessionComponent = async (visit, dataset) => {
  const { services, request, webSession } = visit;
  const { files } = services;
  const { who } = webSession;
  const { parameters } = request;
  dictSet(dataset, 'fileRef', FILE_REF);
  dictSet(dataset, 'pageRef', 'website.wssp');
  await report(dataset, async () => {
    const folder = folderPath(parameters.textOr('SubDir'));
    dictSet(dataset, 'subDir', folder);
    dictSet(dataset, 'path', pathOf(folder));
    dictSet(dataset, 'folderRef', folderRefOf(folder));
    if (folder !== '') dictSet(dataset, 'upDir', folder.split('/').slice(0, -1).join('/'));
    for (const name in actions) {
      if (parameters.has(name)) {
        await report(dataset, async () => actions[name]?.({ files, who, folder, parameters }));
        break;
      }
    }
    await addList(dataset, files, who, folder);
  });
  const use = await files.use(who);
  dictSet(dataset, 'nFiles', use.files);
  dictSet(dataset, 'totalSize', use.size);
  dictSet(dataset, 'fileLimit', use.fileLimit ?? 'unlimited');
  dictSet(dataset, 'sizeLimit', use.sizeLimit ?? 'unlimited');
};
