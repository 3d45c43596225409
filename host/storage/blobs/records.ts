/** Records of stored content: how many references there are, size and digest. */
import { StorageDamaged } from '../errors.js';
import { Space } from '../level.js';

export interface BlobRecord {
  readonly count: number;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Content kept in LevelDB begins with `i`, files with `f`; 30 random hexadecimal digits follow. */
const ID = /^[if][0-9a-f]{30}$/;

export function isBlobId(id: string): boolean {
  return ID.test(id);
}

export function isInline(id: string): boolean {
  return id.startsWith('i');
}

export function recordKey(id: string): Uint8Array {
  return idKey(Space.BlobRecords, id);
}

export function contentKey(id: string): Uint8Array {
  return idKey(Space.BlobContent, id);
}

/** The identifier in a key of one of the two spaces. */
export function idOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset + 1, key.length - 1).toString('latin1');
}

function idKey(space: Space, id: string): Uint8Array {
  const out = Buffer.alloc(1 + id.length);
  out[0] = space;
  out.write(id, 1, 'latin1');
  return out;
}

const SIZE = 48;

export function encodeRecord(record: BlobRecord): Uint8Array {
  const out = Buffer.alloc(SIZE);
  out.writeDoubleBE(record.count, 0);
  out.writeDoubleBE(record.size, 8);
  out.write(record.sha256, 16, 'hex');
  return out;
}

export function decodeRecord(bytes: Uint8Array): BlobRecord {
  if (bytes.length !== SIZE) throw new StorageDamaged('damaged', 'a record of stored content is damaged');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, SIZE);
  const record = {
    count: buffer.readDoubleBE(0),
    size: buffer.readDoubleBE(8),
    sha256: buffer.toString('hex', 16),
  };
  if (!Number.isSafeInteger(record.count) || !Number.isSafeInteger(record.size) || record.count < 1)
    throw new StorageDamaged('damaged', 'a record of stored content is damaged');
  return record;
}
