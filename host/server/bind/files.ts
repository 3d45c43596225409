/** File storage as the web face sees it. */
import { PosternError } from '../../errors/index.js';
import type { Objects } from '../../objects/api.js';
import type { Slice } from '../../objects/files/index.js';
import type { StorageFile, WebFiles } from '../../web/index.js';

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Null for what is not there; every other refusal goes on. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const isMissing =
      error instanceof PosternError && ['file-unknown', 'folder-unknown', 'file-name'].includes(error.code);
    if (isMissing) return null;
    throw error;
  }
}

const fileOf = ({ bytes, modified, type, version }: Slice): StorageFile => ({
  bytes,
  modified: seconds(modified),
  type,
  version,
});

export function webFiles({ files, accounts }: Objects): WebFiles {
  return {
    list: (who, path) =>
      orNull(
        (async () => {
          const entries = [];
          for await (const entry of files.list(who.principal, '*', path)) {
            const { name, isFolder, size, modified } = entry;
            entries.push({ name, isFolder, size, modified: seconds(modified) });
          }
          return entries;
        })(),
      ),
    read: async (who, path) => {
      const slice = await orNull(files.read(who.principal, '*', path));
      return slice === null ? null : fileOf(slice);
    },
    readPublic: async ({ account, domain }, path, visitor) => {
      const id = accounts.record({ account, domain })?.id;
      const found =
        id === undefined ? null : await orNull(files.visit(visitor, { account, domain, id }, path));
      return found === null || found === 'folder' ? found : fileOf(found);
    },
    readWithKey: async ({ account, domain }, path, key) => {
      const id = accounts.record({ account, domain })?.id;
      const found =
        id === undefined ? null : await orNull(files.visitWithKey({ account, domain, id }, path, key));
      return found === null ? null : fileOf(found);
    },
    write: (who, path, bytes) => files.write(who.principal, '*', path, bytes),
    makeFolder: (who, path) => files.makeFolder(who.principal, '*', path),
    rename: (who, path, to) => files.rename(who.principal, '*', path, to),
    remove: (who, path) => files.remove(who.principal, '*', path),
    use: async who => files.use(who.principal, '*'),
  };
}
