/** The contract of the ordered keys below a store, and what of the key space the store keeps for itself. */
import type { AbstractLevel } from 'abstract-level';
import { errorCode, errorText, StorageDamaged, StorageFailed } from './errors.js';
import type { KeyRange } from './keys.js';

/** An ordered store with bytes as keys and values. */
export type Level = AbstractLevel<string | Buffer | Uint8Array, Uint8Array, Uint8Array>;

/** Encodings every `Level` is opened with. */
export const ENCODINGS = { keyEncoding: 'view', valueEncoding: 'view' } as const;

/** First bytes of the store's own keys; those of users are below all of them. */
export enum Space {
  Changes = 0xf0,
  BlobRecords = 0xf1,
  BlobContent = 0xf2,
  Format = 0xf8,
}

/** The end of the users' keys. */
export const USER_END = Uint8Array.of(Space.Changes);

/** One write of a batch. `name` is the key as a string, where it is known already. */
export type Write =
  | { type: 'put'; key: Uint8Array; value: Uint8Array; name?: string }
  | { type: 'del'; key: Uint8Array; name?: string };

/** The whole of one of the store's own spaces. */
export function spaceRange(space: Space): KeyRange {
  return { gte: Uint8Array.of(space), lt: Uint8Array.of(space + 1) };
}

/** The value of a key on disk. Every error means that the files cannot be read. */
export function readLevel(level: Level, key: Uint8Array): Uint8Array | undefined {
  try {
    return level.getSync(key);
  } catch (error) {
    throw readError(error);
  }
}

/** What a failed read is for the user of the store. */
export function readError(error: unknown): Error {
  const code = errorCode(error);
  if (code === 'LEVEL_CORRUPTION')
    return new StorageDamaged('damaged', `the database is damaged: ${errorText(error)}`, { cause: error });
  return new StorageFailed('read-failed', `the database cannot be read: ${errorText(error)}`, {
    cause: error,
  });
}
