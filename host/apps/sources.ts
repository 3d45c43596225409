/** Where sources come from: the skins of the object layer, as the application runner sees them. */
import type { Dict } from '../../stdlib/values/types.js';
import type { SkinChange } from './cache/skincache.js';
import type { SkinChoice } from './types.js';

/** One skin of the search order: its files alone, not those of the skins behind it. */
export interface SkinLevel {
  /** Names of the files that match, in small letters. */
  list(): Promise<readonly string[]>;
  read(file: string): Promise<Uint8Array | null>;
}

/** Skins for reading, without rights: programs and pages run for visitors who may not list them. */
export interface SkinSource {
  /** The first file of that name in the search order, null when there is none. */
  read(skin: SkinChoice, file: string): Promise<Uint8Array | null>;
  /** The skins of the search order that exist, first one first. */
  levels(skin: SkinChoice): Promise<readonly SkinLevel[]>;
  /** Told of every change; the result stops that. */
  onChange(listener: (change: SkinChange) => void): () => void;
}

/** Reads a `.data` file: the dictionary, or where and why it is none. */
export type ReadDictionary = (bytes: Uint8Array) => Dict | DictionaryError;

/** Why a text is no dictionary. Line and column from 1. */
export class DictionaryError {
  constructor(
    readonly message: string,
    readonly line: number,
    readonly column: number,
  ) {}
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Source text of a file: UTF-8, what is none becomes U+FFFD; the byte order mark stays for the compiler. */
export function sourceText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}
