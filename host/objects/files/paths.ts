/** Names of files from outside (objects.md 8, cli.md 6.6). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { isPathPart } from '../names/part.js';
import type { FileLimits } from './types.js';

/** Virtual folders at the top that show skins and telephony programs. */
export type View =
  | 'domainskins'
  | 'serverskins'
  | 'clusterskins'
  | 'domainpbxapp'
  | 'serverpbxapp'
  | 'clusterpbxapp';

const VIEWS: ReadonlySet<string> = new Set<View>([
  'domainskins',
  'serverskins',
  'clusterskins',
  'domainpbxapp',
  'serverpbxapp',
  'clusterpbxapp',
]);

/** A parsed name. `parts` is empty for the top folder. */
export interface FilePath {
  /** Name of another account (`~name/...`), null for the storage that is meant anyway. */
  readonly owner: string | null;
  readonly view: View | null;
  readonly parts: readonly Bytes[];
  /** The name ended with a slash: it can only be a folder. */
  readonly isFolder: boolean;
}

function checkPart(part: Bytes, limits: FileLimits): void {
  if (part.length > limits.nameLength || !isPathPart(part)) {
    throw new PosternError('file-name');
  }
}

/**
 * Parses a name; slashes in front are ignored, several count as one: programs in the wild put a folder that ends with
 * a slash in front of names that begin with one. Throws `file-name`.
 */
export function parsePath(name: Bytes, limits: FileLimits): FilePath {
  const isFolder = name.endsWith('/');
  let parts = name.split('/').filter(part => part !== '');
  if (parts.length > limits.pathDepth) throw new PosternError('file-name');
  for (const part of parts) checkPart(part, limits);
  const first = parts[0] ?? '';
  let owner: string | null = null;
  if (first.startsWith('~')) {
    if (first === '~') throw new PosternError('file-name');
    owner = first.slice(1);
    parts = parts.slice(1);
  }
  const head = parts[0] ?? '';
  const view =
    head.startsWith('$') && VIEWS.has(head.slice(1).toLowerCase()) ? head.slice(1).toLowerCase() : null;
  return {
    owner,
    view: view as View | null,
    parts: view === null ? parts : parts.slice(1),
    isFolder: isFolder || parts.length === 0,
  };
}
