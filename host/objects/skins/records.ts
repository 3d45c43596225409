/**
 * Skins in the store: `['skin', set, skin]` holds the name of a skin, `['skin.file', set, skin, file]` a file,
 * `['skin.old', set, skin, file, number]` what it was before. A set is the permanent key of a domain, `''` the
 * server-wide one.
 */
import { decodeUtf8, encodeUtf8, isArray } from '../../../stdlib/values/index.js';
import { decodeValue, encodeValue, type KeyPart, key, prefixRange } from '../../storage/index.js';

/** A stored file: where its content is. */
export interface FileRecord {
  readonly modified: number;
  readonly size: number;
  readonly blob: string;
  /** Counts the versions of the file, from 1. */
  readonly number: number;
  /** Who stored it, `''` when unknown. */
  readonly author: string;
}

const text = (part: string) => encodeUtf8(part);

export const skinRecordKey = (set: string, skin: string) => key('skin', set, text(skin));
export const fileKey = (set: string, skin: string, file: string) =>
  key('skin.file', set, text(skin), text(file));
export const oldKey = (set: string, skin: string, file: string, number: number) =>
  key('skin.old', set, text(skin), text(file), number);

export const skinsOf = (set: string) => prefixRange('skin', set);
export const filesOf = (set: string, skin: string) => prefixRange('skin.file', set, text(skin));
export const oldOf = (set: string, skin: string, file?: string) =>
  file === undefined
    ? prefixRange('skin.old', set, text(skin))
    : prefixRange('skin.old', set, text(skin), text(file));

/** Text of a part of a key. */
export const partText = (part: KeyPart | undefined): string =>
  typeof part === 'string' ? decodeUtf8(part) : '';

export function encodeFile(record: FileRecord): Uint8Array {
  return encodeValue([record.modified, record.size, record.blob, record.number, text(record.author)]);
}

export function decodeFile(bytes: Uint8Array): FileRecord {
  const value = decodeValue(bytes);
  if (!isArray(value)) throw new Error('the record of a skin file is damaged');
  const [modified, size, blob, number, author] = value;
  return {
    modified: Number(modified),
    size: Number(size),
    blob: String(blob),
    number: Number(number),
    author: decodeUtf8(String(author ?? '')),
  };
}

export const encodeSkin = (name: string): Uint8Array => encodeValue(text(name));

export function decodeSkin(bytes: Uint8Array): string {
  const value = decodeValue(bytes);
  return typeof value === 'string' ? decodeUtf8(value) : '';
}
