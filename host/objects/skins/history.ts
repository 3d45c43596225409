/** Earlier contents of skin files: the last few of each are kept, so that a change can be taken back. */
import type { Tx } from '../../storage/index.js';
import { decodeFile, encodeFile, type FileRecord, oldKey, oldOf } from './records.js';

/** Puts a content among the earlier ones; the oldest beyond the limit go. */
export async function keepOld(
  tx: Tx,
  set: string,
  skin: string,
  file: string,
  record: FileRecord,
  limit: number,
): Promise<void> {
  tx.put(oldKey(set, skin, file, record.number), encodeFile(record));
  const kept: FileRecord[] = [];
  for await (const { value } of tx.range(oldOf(set, skin, file))) kept.push(decodeFile(value));
  for (const old of kept.slice(0, Math.max(0, kept.length - limit))) {
    tx.del(oldKey(set, skin, file, old.number));
    if (old.blob !== '') tx.blobRef(old.blob, -1);
  }
}

/** Number of the newest earlier content, 0 when there is none. */
export async function lastNumber(tx: Tx, set: string, skin: string, file: string): Promise<number> {
  for await (const { value } of tx.range(oldOf(set, skin, file), { reverse: true, limit: 1 })) {
    return decodeFile(value).number;
  }
  return 0;
}

/** Forgets the earlier contents of all files of a skin. */
export async function dropOld(tx: Tx, set: string, skin: string): Promise<void> {
  for await (const { key, value } of tx.range(oldOf(set, skin))) {
    const { blob } = decodeFile(value);
    if (blob !== '') tx.blobRef(blob, -1);
    tx.del(key);
  }
}
