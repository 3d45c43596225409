/** File storage, for the other services and the faces. */
export { type EntryKind, Files, type StorageUse } from './files.js';
export type { FileLock, LockWish } from './locks.js';
export type { AskOptions } from './target.js';
export {
  defaultFileLimits,
  type FileLimits,
  type FilesDeps,
  type Listed,
  type Owner,
  type Slice,
  type WritePosition,
} from './types.js';
