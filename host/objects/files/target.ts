/** From a name that came from outside to the account and the path it means, and who may come there. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Reader } from '../../storage/index.js';
import { ownerNamed } from '../owner.js';
import type { Principal } from '../principal.js';
import { needLetter } from './access.js';
import { type FilePath, parsePath } from './paths.js';
import { type Walk, walk } from './tree.js';
import type { Entry, FileLetter, FilesDeps, Owner } from './types.js';

/** Who asks, beside the acting principal. */
export interface AskOptions {
  /** Narrows what may be done to what this one may do, too (AUTH of the CLI). */
  readonly auth?: Principal | null;
  /** Tokens of locks that the asker holds. */
  readonly tokens?: readonly string[];
}

/** The place that a name means. */
export interface Target {
  readonly owner: Owner;
  readonly path: FilePath;
  readonly who: Principal;
  readonly options: AskOptions;
}

/** Finds the account and the path. `account` is the storage that is meant when the name does not say another one. */
export function targetOf(
  deps: FilesDeps,
  who: Principal,
  account: string,
  name: Bytes,
  options: AskOptions,
): Target {
  const path = parsePath(name, deps.limits());
  const owner = path.owner === null ? deps.owner(who, account) : ownerNamed(deps, who, path.owner);
  return { owner, path, who, options };
}

/** Throws `file-denied` unless everybody who asks has the letter. */
export function need(deps: FilesDeps, target: Target, chain: readonly Entry[], letter: FileLetter): void {
  needLetter(deps, target.who, target.owner, chain, letter);
  const { auth } = target.options;
  if (auth) needLetter(deps, auth, target.owner, chain, letter);
}

/** Follows the path; the letter is needed for what is there, or for the last folder above that exists. */
export function reach(deps: FilesDeps, reader: Reader, target: Target, letter: FileLetter): Walk {
  const found = walk(reader, target.owner.id, target.path.parts);
  need(deps, target, found.chain, letter);
  return found;
}

/** The existing entry of a walk, of the kind that the name asks for. */
export function existing(found: Walk, kind: 'file' | 'folder' | 'any'): Entry {
  const { entry } = found;
  if (entry === null || (kind !== 'any' && entry.isFolder !== (kind === 'folder'))) {
    throw new PosternError(kind === 'folder' ? 'folder-unknown' : 'file-unknown');
  }
  return entry;
}
