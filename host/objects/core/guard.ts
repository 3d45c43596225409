/** Failures of the store as the errors that every face knows. */

import { PosternError } from '../../errors/index.js';
import {
  StorageClosed,
  StorageConflict,
  StorageError,
  StorageLimit,
  type Store,
} from '../../storage/index.js';

/** The same store; what it rejects with is a PosternError. */
export function guarded(store: Store): Store {
  return {
    get: key => store.get(key),
    range: (range, options) => store.range(range, options),
    pages: (range, options) => store.pages(range, options),
    count: range => store.count(range),
    transact: (owners, work) => store.transact(owners, work).catch(refuse),
    snapshotSeq: () => store.snapshotSeq(),
    changes: (after, limit) => store.changes(after, limit),
    onChange: listener => store.onChange(listener),
    blobs: store.blobs,
    verify: () => store.verify(),
    compact: () => store.compact(),
    close: () => store.close(),
    stats: () => store.stats(),
  };
}

function refuse(error: unknown): never {
  if (error instanceof StorageConflict) throw new PosternError('conflict', { cause: error });
  if (error instanceof StorageClosed) throw new PosternError('closing', { cause: error });
  if (error instanceof StorageLimit) throw new PosternError('conflict', { cause: error });
  if (error instanceof StorageError) throw new PosternError('storage-failed', { cause: error });
  throw error;
}
